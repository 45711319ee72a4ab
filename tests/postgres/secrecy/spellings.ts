import { inspect } from "node:util";

/** Shorter pieces would be found where there is no secret. */
const lengthMin = 8;

/** Every way in which a program is likely to write a secret down, whole or within something else. */
export function spellingsOf(secret: string): readonly string[] {
  const spellings = partsOf(secret).flatMap((part) => [part, ...ofText(part)]);
  const bytes = partsOf(secret).flatMap(decoded);
  const all = [...spellings, ...bytes.flatMap(ofBytes)];
  return [...new Set(all)].filter((spelling) => spelling.length >= lengthMin);
}

/** What is secret in it: behind a key's prefix, within a PEM, where each line of it is enough. */
function partsOf(secret: string): string[] {
  const lines = secret.split("\n").filter((line) => !/^(-----.*-----)?$/.test(line));
  if (lines.length === 0) return [secret];
  const joined = lines.join("");
  return [joined.replace(/^(purse_(test|live)_|whsec_)/, ""), ...lines];
}

/** The bytes that a base64 stands for, as every generated secret here does. */
function decoded(text: string): Buffer[] {
  return /^[\w+/-]{16,}={0,2}$/.test(text) ? [Buffer.from(text, "base64")] : [];
}

function ofText(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  return [
    encodeURIComponent(text),
    encodeURIComponent(text).toLowerCase(),
    json,
    JSON.stringify(json).slice(1, -1),
    inspect(text).slice(1, -1),
    ...ofBytes(Buffer.from(text)),
  ];
}

function ofBytes(bytes: Buffer): string[] {
  const hex = bytes.toString("hex");
  return [hex, hex.toUpperCase(), ...[0, 1, 2].flatMap((offset) => base64Within(bytes, offset))];
}

/** Its base64 behind `offset` other bytes, modulo 3: the characters that are its alone. */
function base64Within(bytes: Buffer, offset: number): string[] {
  const before = Buffer.alloc(offset);
  const start = Math.ceil((offset * 8) / 6);
  const end = Math.floor(((offset + bytes.length) * 8) / 6);
  const base64 = Buffer.concat([before, bytes]).toString("base64").slice(start, end);
  return [base64, base64.replaceAll("+", "-").replaceAll("/", "_"), encodeURIComponent(base64)];
}
