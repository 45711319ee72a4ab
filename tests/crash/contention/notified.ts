import { channelNo } from "@purse/core";
import type { Notification } from "@purse/sandbox";
import type { Violation } from "../oracle/violation.ts";
import { quantile } from "../overload/figures.ts";
import { limit } from "../overload/judge-arrivals.ts";
import { askUntilTold } from "./ask.ts";
import type { Contention } from "./contention.ts";

const charges = 20;
const duplicates = 50;
const amount = 1000;
const p99MsMax = 1000;

/** Each notification fifty times at once: acknowledged each time, and booked once. */
export async function notified({
  world: { channels, cluster, database },
  urls,
  merchants: [merchant],
  print,
}: Contention): Promise<Violation[]> {
  const violations: Violation[] = [];
  const tookMs: number[] = [];
  for (let number = 0; number < charges; number++) {
    const channel = number % 2 === 0 ? "alipay" : "wechat";
    const body = { channel, wallet_id: merchant.walletId, order_no: `notice-${number}`, amount };
    const question = { path: "/v1/charges", body };
    const { data } = await askUntilTold(urls[0]!, merchant.holder.apiKey, question);
    const no = channelNo(data.id);
    await channels.admin("POST", `/payments/${no}/pay`, {});
    const all = await channels.admin<readonly Notification[]>("GET", "/notifications");
    const notice = all.find((each) => each.no === no)!;
    const sent = await Promise.all(
      Array.from({ length: duplicates }, async () => {
        const since = performance.now();
        const resent = await channels.admin<Notification>(
          "POST",
          `/notifications/${notice.id}/resend`,
        );
        tookMs.push(performance.now() - since);
        return resent;
      }),
    );
    const refused = sent.filter(({ state }) => state !== "acknowledged").length;
    if (refused > 0) violations.push({ rule: "a good notification is acknowledged", subject: no });
    const { rows } = await cluster.query(database, booked, [data.id]);
    if (rows[0].entries !== 1) {
      violations.push({
        rule: "a payment is booked once",
        subject: `${data.id}: ${rows[0].entries}`,
      });
    }
  }
  const p99 = quantile(tookMs, 0.99);
  print(
    `notifications        ${charges} payments told of ${duplicates} times at once; p99 ${p99.toFixed(0)} ms, by the sandbox that sends them`,
  );
  return [...violations, ...limit("p99 of a notification", p99, p99MsMax, "ms")];
}

const booked = `select count(*)::int as entries from ledger_entries
  where kind = 'charge' and reference = $1`;
