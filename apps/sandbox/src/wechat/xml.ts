import { createHash, createHmac } from "node:crypto";
import { XMLParser, XMLValidator } from "fast-xml-parser";

export type Fields = Readonly<Partial<Record<string, string>>>;

const parser = new XMLParser({ parseTagValue: false, processEntities: false });

/** The fields of `<xml>`, undefined when it is none. */
export function readXml(text: string): Fields | undefined {
  if (XMLValidator.validate(text) !== true) return undefined;
  const root: unknown = parser.parse(text).xml;
  if (typeof root !== "object" || root === null) return undefined;
  const texts = Object.entries(root).filter(([, value]) => typeof value === "string");
  return Object.fromEntries(texts);
}

export function writeXml(fields: Fields): string {
  const lines = Object.entries(fields).map(
    ([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`,
  );
  return `<xml>\n${lines.join("\n")}\n</xml>`;
}

/** The older API's signature: what is not empty, in order, and the key at the end. */
export function signFields(fields: Fields, key: string): string {
  const pairs = Object.entries(fields)
    .filter(([name, value]) => name !== "sign" && value !== undefined && value !== "")
    .map(([name, value]) => `${name}=${value}`)
    .toSorted((one, other) => (one < other ? -1 : 1));
  const text = [...pairs, `key=${key}`].join("&");
  const hash = fields.sign_type === "HMAC-SHA256" ? createHmac("sha256", key) : createHash("md5");
  return hash.update(text).digest("hex").toUpperCase();
}
