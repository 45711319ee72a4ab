import { z } from "zod";

const pattern = /^(\d{1,11})(?:\.(\d{1,2}))?$/;

/** Fen of an amount in yuan as the wire has it, undefined when it is none. Never a float. */
export function fenOf(yuan: string): number | undefined {
  const [, whole, part = ""] = pattern.exec(yuan) ?? [];
  if (whole === undefined) return undefined;
  return Number(whole) * 100 + Number(part.padEnd(2, "0"));
}

/** Fen as yuan with two places, as Alipay writes them. */
export function yuanOf(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, "0");
  return `${fen < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** An amount in a request: text, or a JSON number, whose shortest spelling is the text. */
export const Yuan = z
  .union([z.string(), z.number().transform(String)])
  .transform((text, context) => {
    const fen = fenOf(text);
    if (fen !== undefined && fen > 0) return fen;
    context.addIssue({ code: "custom", message: "expected yuan with at most two places" });
    return z.NEVER;
  });
