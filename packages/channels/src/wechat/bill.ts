import type { ChannelEntry } from "@purse/core";
import { fenOf } from "../yuan.ts";
import { momentOf } from "./time.ts";

/** One line of a bill, by the names of its columns. */
type Line = ReadonlyMap<string, string>;

/**
 * The lines of a bill: a heading, fields that each begin with a backtick, and a summary below,
 * which is left out. Undefined when a line has another count of fields than the heading.
 */
function linesOf(csv: string): readonly Line[] | undefined {
  const [heading = "", ...rest] = csv.replace(/^\uFEFF/, "").split(/\r?\n/);
  // The documentation and the files differ in the width of brackets.
  const names = heading.replaceAll("（", "(").replaceAll("）", ")").split(",");
  const lines: Line[] = [];
  for (const line of rest) {
    // The summary's own heading has no backticks.
    if (!line.startsWith("`")) break;
    const values = line.slice(1).split(",`");
    if (values.length !== names.length) return undefined;
    lines.push(new Map(names.map((name, at) => [name, values[at]?.trim() ?? ""])));
  }
  return lines;
}

/** The payments and refunds of a trade bill; undefined when a line is not as such a bill has it. */
export function entriesOfTradeBill(csv: string): readonly ChannelEntry[] | undefined {
  return entriesOf(csv, (line) => {
    const kind = kindsOfTrade[line.get("交易状态") ?? ""];
    if (kind === undefined) return null;
    const isRefund = kind === "refund";
    // What did not reach the payer stayed with the merchant: failed, or of an account in trouble.
    if (isRefund && ["FAIL", "CHANGE"].includes(line.get("退款状态") ?? "")) return null;
    return entryOf(kind, {
      no: line.get(isRefund ? "商户退款单号" : "商户订单号"),
      transactionId: line.get(isRefund ? "微信退款单号" : "微信订单号"),
      yuan: line.get(isRefund ? "申请退款金额" : "订单金额"),
      time: line.get("交易时间"),
      currency: line.get("货币种类"),
    });
  });
}

const kindsOfTrade: Readonly<Record<string, "payment" | "refund">> = {
  SUCCESS: "payment",
  REFUND: "refund",
};

/** The transfers and red envelopes of a bill of funds; its other lines are in the trade bill. */
export function entriesOfFundBill(csv: string): readonly ChannelEntry[] | undefined {
  return entriesOf(csv, (line) => {
    const name = `${line.get("业务名称")} ${line.get("业务类型")}`;
    // What came back of either is income.
    if (line.get("收支类型") !== "支出") return null;
    const kind = name.includes("红包") ? "red_envelope" : name.includes("转账") ? "transfer" : null;
    if (kind === null) return null;
    return entryOf(kind, {
      no: line.get("业务凭证号"),
      transactionId: line.get("微信支付业务单号"),
      yuan: line.get("收支金额(元)"),
      time: line.get("记账时间"),
      currency: "CNY",
    });
  });
}

function entriesOf(
  csv: string,
  read: (line: Line) => ChannelEntry | null | undefined,
): readonly ChannelEntry[] | undefined {
  const entries: ChannelEntry[] = [];
  for (const line of linesOf(csv) ?? [undefined]) {
    const entry = line === undefined ? undefined : read(line);
    if (entry === undefined) return undefined;
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

interface Texts {
  readonly no: string | undefined;
  readonly transactionId: string | undefined;
  readonly yuan: string | undefined;
  readonly time: string | undefined;
  readonly currency: string | undefined;
}

/** How many digits a bill has before the point. */
const yuanDigitsMax = 13;

function entryOf(
  kind: ChannelEntry["kind"],
  { no, transactionId, yuan, time, currency }: Texts,
): ChannelEntry | undefined {
  const amount = fenOf(yuan ?? "", yuanDigitsMax);
  const occurred_at = momentOf(time ?? "");
  if (!no || !transactionId || !currency || amount === undefined || occurred_at === undefined) {
    return undefined;
  }
  return { kind, no, transaction_id: transactionId, amount, currency, occurred_at };
}
