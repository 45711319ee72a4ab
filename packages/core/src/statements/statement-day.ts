import type { PaymentChannel } from "@purse/contract";
import type { StatementDay } from "../stored.ts";

const dayMs = 24 * 60 * 60 * 1000;
const utc8Ms = 8 * 60 * 60 * 1000;
/** Alipay and WeChat Pay have a day's bills ready by 10:00 of the next. */
const billsMs = 10 * 60 * 60 * 1000;
/** How long records that may still grow are kept, so that paging through asks the channel once. */
const growingMs = 10 * 60 * 1000;

/** A calendar day as the channels count it. */
export function statementDay(channel: PaymentChannel, date: string, now: Date): StatementDay {
  const from = new Date(`${date}T00:00:00+08:00`);
  const to = new Date(from.getTime() + dayMs);
  const fresh_from = new Date(Math.min(to.getTime() + billsMs, now.getTime() - growingMs));
  return { channel, date, from, to, fresh_from };
}

export function dayBefore({ channel, from }: StatementDay, now: Date): StatementDay {
  const noon = new Date(from.getTime() + utc8Ms - dayMs / 2);
  return statementDay(channel, noon.toISOString().slice(0, 10), now);
}
