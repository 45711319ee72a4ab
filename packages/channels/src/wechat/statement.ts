import { createHash } from "node:crypto";
import type { ChannelEntry, StatementOutcome } from "@purse/core";
import { z } from "zod";
import { entriesOfFundBill, entriesOfTradeBill } from "./bill.ts";
import { open, type Reply } from "./reply.ts";
import type { Session } from "./session.ts";

/** The most bytes of a day's bill. */
const billBytesMax = 64 * 1024 * 1024;

const Bill = z.object({
  hash_type: z.literal("SHA1"),
  hash_value: z.string().regex(/^[0-9a-fA-F]{40}$/),
  download_url: z.url({ protocol: /^https?$/ }),
});

/** All of a day: payments and refunds from the trade bill, payouts from the bill of funds. */
export async function statement(
  session: Session<"statement">,
  date: string,
): Promise<StatementOutcome> {
  const [trades, funds] = await Promise.all([
    readBill(session, `/v3/bill/tradebill?bill_date=${date}&bill_type=ALL`, entriesOfTradeBill),
    readBill(
      session,
      `/v3/bill/fundflowbill?bill_date=${date}&account_type=BASIC`,
      entriesOfFundBill,
    ),
  ]);
  if (!trades.ok) return trades.outcome;
  if (!funds.ok) return funds.outcome;
  return { state: "succeeded", entries: [...trades.fields, ...funds.fields] };
}

async function readBill(
  session: Session<"statement">,
  path: string,
  read: (csv: string) => readonly ChannelEntry[] | undefined,
): Promise<Reply<"statement", readonly ChannelEntry[]>> {
  const bill = await download(session, path);
  // A day without movements has no bill.
  if (!bill.ok) return bill.code === "NO_STATEMENT_EXIST" ? { ok: true, fields: [] } : bill;
  const entries = read(bill.fields);
  if (entries === undefined) return open("channel_parse_error", `not a bill: ${path}`);
  return { ok: true, fields: entries };
}

/** A bill's text: the file itself is not signed, but its hash is. */
async function download(
  session: Session<"statement">,
  path: string,
): Promise<Reply<"statement", string>> {
  const reply = await session.ask({ method: "GET", path, schema: Bill });
  if (!reply.ok) return reply;
  const { hash_value, download_url } = reply.fields;
  const answer = await session.call("GET", download_url, "", billBytesMax);
  if (!answer.ok) return open(answer.key, answer.detail);
  if (answer.status !== 200) return open("channel_request_error", `HTTP ${answer.status}`);
  const hash = createHash("sha1").update(answer.text).digest("hex");
  if (hash !== hash_value.toLowerCase()) {
    return open("channel_sign_error", "the bill has another hash than was signed");
  }
  return { ok: true, fields: answer.text };
}
