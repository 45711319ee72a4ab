import { amountMax } from "@purse/contract";

/** Fen as channels write money: yuan with two decimals, `12.50`. */
export function yuanOf(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new Error(`${fen} is no count of fen`);
  const digits = String(fen).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * What a channel wrote as yuan, in fen: digits alone, no float. Undefined when it is no such text
 * or has more digits before the point than the channel writes.
 */
export function fenOf(yuan: string, wholeDigitsMax = 15): number | undefined {
  const [, whole = "", part = ""] = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(yuan) ?? [];
  if (whole === "" || whole.length > wholeDigitsMax) return undefined;
  // biome-ignore lint/plugin: THE parser of yuan, of digits alone, and refused where it is not exact.
  const fen = Number(`${whole}${part.padEnd(2, "0")}`);
  return fen <= amountMax ? fen : undefined;
}
