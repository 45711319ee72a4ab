import { channelNo } from "@purse/core";
import { mayStayOpen } from "../load/amounts.ts";
import type { LoadedMerchant } from "../load/merchant.ts";
import type { ChannelRow, ChannelsProcess } from "../world/channels.ts";
import type { Query, Violation } from "./violation.ts";

// The channels' own books beside ours.

interface Row {
  readonly id: string;
  readonly amount: number;
  readonly status: string;
  /** Nobody has to know its end yet: a payer still has the time to pay. */
  readonly has_time: boolean;
}

interface Comparison {
  /** Our rows; $1 has the merchants' ids. */
  readonly ours: string;
  readonly theirs: "payments" | "refunds" | "transfers" | "red_envelopes";
  /** What ours may be while theirs is so; of what the channel does not have, under `none`. */
  readonly states: Readonly<Record<string, readonly string[]>>;
  /** What ours may be for as long as nobody has told. */
  readonly open: readonly string[];
}

const paid = ["paid", "partly_refunded", "refunded"];
const unpaid = ["closed", "expired"];
const undone = ["refused", "failed", "abnormal"];
/** How long workers may take behind the end of a payer's time, in seconds. */
const patience = 120;
const of = (table: string, hasTime = "false") => `
  select id, amount::float8 as amount, status, ${hasTime} as has_time
  from ${table} where merchant_id = any($1) and channel <> 'balance'`;
const untilExpiry = `expires_at > now() - interval '${patience} seconds'`;

const comparisons: readonly Comparison[] = [
  {
    ours: `${of("charges", untilExpiry)} union all ${of("recharges", untilExpiry)}`,
    theirs: "payments",
    states: { paid, open: [], closed: unpaid, none: unpaid },
    open: ["created", "waiting"],
  },
  {
    ours: of("refunds"),
    theirs: "refunds",
    states: {
      succeeded: ["succeeded"],
      processing: [],
      failed: undone,
      closed: undone,
      abnormal: ["abnormal"],
      none: undone,
    },
    open: ["pending", "wait_operation"],
  },
  {
    ours: of("transfers"),
    theirs: "transfers",
    states: {
      succeeded: ["succeeded"],
      waiting: [],
      processing: [],
      failed: ["failed"],
      none: ["failed"],
    },
    open: ["pending", "wait_operation"],
  },
  {
    ours: of("red_envelopes"),
    theirs: "red_envelopes",
    states: {
      processing: [],
      sent: ["sent"],
      received: ["received"],
      returned: ["returned"],
      // What failed after it was taken on comes back.
      failed: ["failed", "returned"],
      none: ["failed"],
    },
    open: ["pending", "sent"],
  },
];

/** `isSettled`: everybody had the time to tell how everything ended. */
export async function checkChannels(
  query: Query,
  merchants: readonly LoadedMerchant[],
  channels: ChannelsProcess,
  isSettled: boolean,
): Promise<Violation[]> {
  const merchantIds = merchants.map(({ merchantId }) => merchantId);
  const books = channels.booksOf(merchants.flatMap(({ channelIds }) => channelIds));
  const found: Violation[] = [];
  for (const comparison of comparisons) {
    const ours: Row[] = await query(comparison.ours, [merchantIds]);
    found.push(...compare(comparison, ours, books[comparison.theirs], isSettled));
  }
  if (isSettled) found.push(...(await compareSums(query, merchants, channels)));
  return found;
}

function compare(
  { theirs: kind, states, open }: Comparison,
  ours: readonly Row[],
  theirs: readonly ChannelRow[],
  isSettled: boolean,
): Violation[] {
  const found: Violation[] = [];
  const byNo = new Map(theirs.map((row) => [row.no, row]));
  for (const { id, amount, status, has_time } of ours) {
    const there = byNo.get(channelNo(id));
    byNo.delete(channelNo(id));
    const state = there?.state ?? "none";
    const subject = `${id} is ${status}, at the channel ${state}, amount ${amount}`;
    if (there !== undefined && there.amount !== amount) {
      found.push({ rule: "the channel has the amount that we have", subject });
    }
    if (states[state]?.includes(status)) continue;
    const mayBeOpen =
      open.includes(status) && (!isSettled || has_time || mayStayOpen(amount, there !== undefined));
    if (!mayBeOpen) found.push({ rule: `${kind} end as the channel says`, subject });
  }
  for (const { no, state } of byNo.values()) {
    found.push({
      rule: `the channel has no ${kind} of which we know nothing`,
      subject: `${no} ${state}`,
    });
  }
  return found;
}

/** What lies at each channel, to the unit, but for what will stay open for ever. */
async function compareSums(
  query: Query,
  merchants: readonly LoadedMerchant[],
  channels: ChannelsProcess,
): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const { merchantId, channelIds } of merchants) {
    const { sums, refunds } = channels.booksOf(channelIds);
    const [unknown] = await query(
      `select exists (select from channel_movements movement where merchant_id = $1
          and booked_at is null and (amount % 10000 between 9021 and 9058 or amount % 10000 between 9081 and 9099
            or kind = 'payment' and created_at > now() - interval '200 seconds')) as some`,
      [merchantId],
    );
    const abnormal = refunds.some(({ state }) => state === "abnormal");
    if (unknown.some || abnormal) continue;
    for (const channel of ["alipay", "wechat"] as const) {
      const [row] = await query(
        `select coalesce(sum(posted), 0)::float8 as posted from accounts
          where merchant_id = $1 and role = $2`,
        [merchantId, channel],
      );
      if (-row.posted === sums[channel]) continue;
      const subject = `${merchantId} at ${channel}: ${-row.posted}, the channel has ${sums[channel]}`;
      found.push({
        rule: "our account of a channel has what the channel has, to the unit",
        subject,
      });
    }
  }
  return found;
}
