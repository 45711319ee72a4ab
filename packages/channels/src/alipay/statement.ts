import type { ChannelEntry, StatementOutcome } from "@purse/core";
import { z } from "zod";
import { fenOf } from "../yuan.ts";
import { BeijingTime, Text } from "./fields.ts";
import { open, type Session } from "./session.ts";

const pageSize = 2000;
/** More of a day than this is no statement that one asks for over HTTP. */
const pagesMax = 50;
const pageBytesMax = 4_194_304;

const Amount = z.string().transform((text, context) => {
  const fen = fenOf(text.replace(/^[+-]/, ""));
  if (fen !== undefined) return fen;
  context.addIssue({ code: "custom", message: "expected yuan" });
  return z.NEVER;
});

const AccountLog = z.object({
  trans_dt: BeijingTime,
  /** Negative when it went out. */
  trans_amount: Amount,
  direction: Text,
  type: z.string().optional(),
  alipay_order_no: z.string().optional(),
  account_log_id: z.string().optional(),
  merchant_order_no: z.string().optional(),
  merchant_out_refund_no: z.string().optional(),
});
type AccountLog = z.output<typeof AccountLog>;

const Page = z.object({
  total_size: z.string().regex(/^\d{1,9}$/),
  /** Left out when there is nothing. */
  detail_list: z.array(AccountLog).optional(),
});

/** The movements of a day in the merchant's account at Alipay that carry a number of ours. */
export async function statement(
  session: Session<"statement">,
  date: string,
): Promise<StatementOutcome> {
  const logs: AccountLog[] = [];
  for (let page = 1; page <= pagesMax; page += 1) {
    const reply = await session.ask({
      method: "alipay.data.bill.accountlog.query",
      content: {
        // Alipay leaves the end itself out.
        start_time: `${date} 00:00:00`,
        end_time: `${dayAfter(date)} 00:00:00`,
        page_no: String(page),
        page_size: String(pageSize),
      },
      schema: Page,
      bytesMax: pageBytesMax,
    });
    if (!reply.ok) return reply.outcome;
    const { detail_list = [], total_size } = reply.fields;
    logs.push(...detail_list);
    // biome-ignore lint/plugin: how many records there are; Alipay writes numbers as text.
    if (logs.length >= Number(total_size)) {
      return { state: "succeeded", entries: logs.flatMap(entriesOf) };
    }
    if (detail_list.length === 0)
      return open("channel_parse_error", "detail_list: cut off").outcome;
  }
  return open("channel_unexpected_error", `more than ${pagesMax * pageSize} records`).outcome;
}

function dayAfter(date: string): string {
  const moment = new Date(`${date}T00:00:00Z`);
  moment.setUTCDate(moment.getUTCDate() + 1);
  return moment.toISOString().slice(0, 10);
}

function entriesOf(log: AccountLog): ChannelEntry[] {
  const kind = kindOf(log);
  const no = kind === "refund" ? log.merchant_out_refund_no : log.merchant_order_no;
  if (kind === undefined || no === undefined || no === "") return [];
  return [
    {
      kind,
      no,
      transaction_id: log.alipay_order_no ?? log.account_log_id ?? "",
      amount: log.trans_amount,
      currency: "CNY",
      occurred_at: log.trans_dt,
    },
  ];
}

/** Undefined for what is no movement of ours, as Alipay's fees, deposits and withdrawals. */
function kindOf({ direction, type = "", merchant_out_refund_no }: AccountLog) {
  if (/收费|服务费|佣金|充值|提现/.test(type)) return undefined;
  if (direction === "收入") return /转账|红包|退/.test(type) ? undefined : "payment";
  if (direction !== "支出") return undefined;
  if (merchant_out_refund_no !== undefined && merchant_out_refund_no !== "") return "refund";
  if (type.includes("红包")) return "red_envelope";
  return type.includes("转账") ? "transfer" : undefined;
}
