import type { KeyObject } from "node:crypto";
import { isSignedBy } from "./signature.ts";

/** The node of an answer that its signature is over. */
export type Node = Readonly<Record<string, unknown>>;

export type Answer =
  | { readonly state: "signed" | "unsigned"; readonly node: Node }
  | { readonly state: "forged" }
  /** Not the protocol's. */
  | { readonly state: "unreadable"; readonly detail: string };

/** Reads `{"alipay_…_response":{…},"sign":"…"}`; the signature is over the node's very characters. */
export function readAnswer(text: string, method: string, key: KeyObject): Answer {
  const members = membersOf(text);
  if (members === undefined) return unreadable("not one JSON object");
  const raw =
    members.get(`${method.replaceAll(".", "_")}_response`) ?? members.get("error_response");
  const node = raw === undefined ? undefined : parse(raw);
  if (raw === undefined || !isNode(node)) return unreadable(`no answer to ${method}`);
  const signature = parse(members.get("sign") ?? "null");
  if (signature === null) return { state: "unsigned", node };
  if (typeof signature !== "string") return unreadable("sign: of a wrong type");
  return isSignedBy(key, raw, signature) ? { state: "signed", node } : { state: "forged" };
}

function unreadable(detail: string): Answer {
  return { state: "unreadable", detail };
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * The members of a JSON object, each value in the characters that it came in. Undefined for other
 * JSON, and when a name comes twice: of two nodes only one would be signed.
 */
function membersOf(text: string): ReadonlyMap<string, string> | undefined {
  if (!isNode(parse(text))) return undefined;
  const members = new Map<string, string>();
  // Behind the check above, strings and brackets alone tell where a value ends.
  let at = text.indexOf("{") + 1;
  while (true) {
    const from = text.indexOf('"', at);
    if (from === -1) return members;
    const to = endOfString(text, from);
    const name = parse(text.slice(from, to));
    const colon = text.indexOf(":", to);
    const end = endOfValue(text, colon + 1);
    if (typeof name !== "string" || members.has(name)) return undefined;
    members.set(name, text.slice(colon + 1, end).trim());
    at = end + 1;
  }
}

/** Where the comma or bracket behind a member's value stands. */
function endOfValue(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === "{" || character === "[") depth += 1;
    else if (depth === 0 && (character === "," || character === "}")) return at;
    else if (character === "}" || character === "]") depth -= 1;
  }
  return text.length;
}

/** Behind the closing quote of the string that opens at `from`. */
function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
