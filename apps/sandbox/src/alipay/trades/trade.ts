import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Payment } from "../../books/payments.ts";
import { gmt8 } from "../gmt8.ts";
import type { Call } from "../method.ts";
import { businessFailed } from "../refused.ts";

export const OutTradeNo = z.string().regex(/^[\w-]{1,64}$/, { error: "expected 1 to 64 letters" });

const names = {
  out_trade_no: OutTradeNo.optional(),
  trade_no: z.string().min(1).max(64).optional(),
};
type Names = { readonly [Name in keyof typeof names]?: string | undefined };
/** How requests name a trade: by either number, `trade_no` before the other. */
export const TradeNames = z.object(names).refine(isNamed, { error: "one number is required" });

/** A request's fields that name a trade, with further ones. */
export function tradeNamesWith<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object({ ...names, ...shape });
}

function isNamed({ out_trade_no, trade_no }: Names): boolean {
  return out_trade_no !== undefined || trade_no !== undefined;
}

/** A trade that has come to be: one made by precreate is not there until its code is scanned. */
export function findTrade({ house, merchant }: Call, named: Names): Payment | undefined {
  if (!isNamed(named)) throw businessFailed("ACQ.INVALID_PARAMETER", "参数无效");
  const { payments } = house.books;
  const { merchant_id } = merchant;
  const payment =
    named.trade_no === undefined
      ? payments.find("alipay", merchant_id, named.out_trade_no ?? "")
      : payments.findByTransaction("alipay", merchant_id, named.trade_no);
  // Whoever paid has scanned.
  return payment?.details.seen === "yes" || payment?.state === "paid" ? payment : undefined;
}

export function tradeNotExist() {
  return businessFailed("ACQ.TRADE_NOT_EXIST", "交易不存在");
}

export function newTradeNo(now: Date): string {
  return `${gmt8(now).slice(0, 10).replaceAll("-", "")}22001${randomInt(10 ** 12)}`.padEnd(28, "0");
}
