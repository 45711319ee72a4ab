import { amountMax } from "@purse/contract";

/** Fen as Alipay writes money: yuan with two decimals, `12.50`. */
export function yuanOf(fen: number): string {
  if (!Number.isSafeInteger(fen) || fen < 0) throw new Error(`${fen} is no count of fen`);
  const digits = String(fen).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** What Alipay wrote as yuan, in fen: digits alone, no float. Undefined when it is no such text. */
export function fenOf(yuan: string): number | undefined {
  const parts = /^(\d{1,15})(?:\.(\d{1,2}))?$/.exec(yuan);
  if (parts === null) return undefined;
  const fen = Number(`${parts[1]}${(parts[2] ?? "").padEnd(2, "0")}`);
  return fen <= amountMax ? fen : undefined;
}
