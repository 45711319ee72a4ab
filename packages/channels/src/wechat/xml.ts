import { XMLBuilder, XMLParser, XMLValidator } from "fast-xml-parser";

// Texts as they stand: no numbers, no entities, no attributes.
const parser = new XMLParser({
  parseTagValue: false,
  processEntities: false,
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
});
const builder = new XMLBuilder({ cdataPropName: "text", processEntities: false });

/** A flat v2 message. */
export function xmlOf(fields: Readonly<Record<string, string>>): string {
  const entries = Object.entries(fields).map(([name, value]) => [name, wrapped(value)]);
  return builder.build({ xml: Object.fromEntries(entries) });
}

/** A CDATA section ends at its first `]]>`: such a text is two of them. */
function wrapped(value: string): object {
  return {
    text: value.split("]]>").flatMap((part, at) => (at === 0 ? [part] : [`]]`, `>${part}`])),
  };
}

/**
 * The texts right below `<xml>`, in an object without a prototype; deeper ones are left out.
 * Undefined when it is no such message, or a name comes twice: which of two would be signed?
 */
export function fieldsOfXml(text: string): Readonly<Record<string, string>> | undefined {
  if (text.includes("<!DOCTYPE") || XMLValidator.validate(text) !== true) return undefined;
  const root = parsed(text);
  if (typeof root !== "object" || root === null) return undefined;
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(root)) {
    if (Array.isArray(value)) return undefined;
    if (typeof value === "string") fields[name] = value;
  }
  return fields;
}

function parsed(text: string): unknown {
  try {
    return parser.parse(text).xml;
  } catch {
    return undefined;
  }
}
