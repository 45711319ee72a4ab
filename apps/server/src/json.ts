import { fail } from "./fail.ts";

/** How deep objects and lists may lie in each other; requests of ours need three. */
const depthMax = 32;

/**
 * Reads JSON (RFC 8259) so that nothing is taken for what it is not: where JSON.parse would keep
 * the last of two members of one name, or round a number, `param_error` or NaN comes instead, which
 * no schema of a number takes.
 */
export function readJson(text: string): unknown {
  const { members, depth, hasFractions } = survey(text);
  if (depth > depthMax) throw fail("param_error", `the body is nested deeper than ${depthMax}`);
  const value = parse(text, hasFractions);
  if (membersOf(value) !== members) throw fail("param_error", "the body has a name twice");
  return value;
}

function parse(text: string, hasFractions: boolean): unknown {
  try {
    // A reviver takes several times as long, and integers of up to 15 digits need none.
    return hasFractions ? JSON.parse(text, exactly) : JSON.parse(text);
  } catch {
    throw fail("param_error", "the body is not JSON in UTF-8");
  }
}

interface Survey {
  /** Colons outside of strings: in JSON each stands for one member. */
  readonly members: number;
  readonly depth: number;
  /** Whether a number is written with a fraction, an exponent or more than 15 digits. */
  readonly hasFractions: boolean;
}

/** What JSON.parse does not tell of a text. Of a text that is no JSON it may say anything. */
function survey(text: string): Survey {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  let digits = 0;
  let hasFractions = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    if (char >= 0x30 && char <= 0x39) {
      digits += 1;
      if (digits > 15) hasFractions = true;
      continue;
    }
    // "." in "1.5", "e" or "E" in "1e5"; those of `true`, `false` follow no digit.
    if (digits > 0 && (char === 0x2e || char === 0x65 || char === 0x45)) hasFractions = true;
    digits = 0;
    if (char === 0x22) at = endOfString(text, at);
    else if (char === 0x3a) members += 1;
    else if (char === 0x7b || char === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (char === 0x7d || char === 0x5d) depth -= 1;
  }
  return { members, depth: deepest, hasFractions };
}

/** Where the string that begins here ends: its closing quote, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === 0x5c) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}

function membersOf(value: unknown): number {
  if (typeof value !== "object" || value === null) return 0;
  const values = Object.values(value);
  const own = Array.isArray(value) ? 0 : values.length;
  return values.reduce<number>((sum, each) => sum + membersOf(each), own);
}

/** A reviver; its context (ES2026) has each number's text, TypeScript does not know of it yet. */
function exactly(_name: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value !== "number" || context?.source === undefined) return value;
  return decimalOf(context.source) === decimalOf(String(value)) ? value : Number.NaN;
}

/** One spelling of each decimal number: its digits without zeros at the ends, and its exponent. */
function decimalOf(number: string): string {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  // biome-ignore lint/plugin: an exponent, of digits alone.
  const power = Number(exponent) - fraction.length + digits.length - significant.length;
  return `${sign}${significant}e${power}`;
}
