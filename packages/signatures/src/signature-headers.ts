import {
  type BareItem,
  type Dictionary,
  isInnerList,
  parseDictionary,
  serializeDictionary,
} from "structured-headers";

/** One signature's member of Signature-Input. */
export interface SignatureInput {
  readonly label: string;
  readonly components: readonly string[];
  readonly parameters: ReadonlyMap<string, BareItem>;
  /** The member as it is signed. */
  readonly text: string;
}

/**
 * Reads a Signature-Input of one signature whose components bear no parameters. Only its canonical
 * spelling is taken (RFC 9651 section 4.1), so that two texts never mean the same signature.
 */
export function parseSignatureInput(header: string): SignatureInput | undefined {
  const [label, member] = onlyMember(header) ?? [];
  if (label === undefined || member === undefined || !isInnerList(member)) return undefined;
  const [items, parameters] = member;
  const components: string[] = [];
  for (const [name, flags] of items) {
    if (typeof name !== "string" || flags.size > 0 || !wellFormed.test(name)) return undefined;
    if (components.includes(name)) return undefined;
    components.push(name);
  }
  return { label, components, parameters, text: header.slice(label.length + 1) };
}

const wellFormed = /^@?[a-z0-9!#$%&'*+.^_`|~-]+$/;

/** The signature under this label, the only one of its header; undefined when it is not that. */
export function parseSignature(header: string, label: string): Uint8Array | undefined {
  const [found, member] = onlyMember(header) ?? [];
  if (found !== label || member === undefined || isInnerList(member)) return undefined;
  const [bytes, parameters] = member;
  return bytes instanceof ArrayBuffer && parameters.size === 0 ? new Uint8Array(bytes) : undefined;
}

function onlyMember(header: string) {
  const dictionary = parseCanonical(header);
  return dictionary?.size === 1 ? [...dictionary][0] : undefined;
}

/** A dictionary in its canonical spelling; undefined for any other. */
export function parseCanonical(header: string): Dictionary | undefined {
  try {
    const dictionary = parseDictionary(header);
    return serializeDictionary(dictionary) === header ? dictionary : undefined;
  } catch {
    return undefined;
  }
}
