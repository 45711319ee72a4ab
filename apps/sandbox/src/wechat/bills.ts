import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import type { Movement } from "../books/movements.ts";
import type { House } from "../house.ts";
import { type Call, type Prepare, read } from "./operation.ts";
import { tradeTypeOf } from "./payments.ts";
import { Refused } from "./refused.ts";
import { plainTime } from "./times.ts";

const Query = z.object({ bill_date: z.iso.date(), tar_type: z.never().optional() });
const TradeQuery = Query.extend({ bill_type: z.enum(["ALL", "SUCCESS", "REFUND"]).default("ALL") });
const FundQuery = Query.extend({
  account_type: z.enum(["BASIC", "OPERATION", "FEES"]).default("BASIC"),
});
const dayMs = 86_400_000;
/** How long an address for downloading is good. */
const lifeMs = 300_000;

/** What can be downloaded just now, by its token. */
export class BillFiles {
  readonly #files = new Map<
    string,
    { readonly text: string; readonly merchant_id: string; readonly until: number }
  >();
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  put(merchant_id: string, text: string) {
    const now = this.#house.now().getTime();
    for (const [token, { until }] of this.#files) if (until < now) this.#files.delete(token);
    const token = randomBytes(24).toString("base64url");
    this.#files.set(token, { text, merchant_id, until: now + lifeMs });
    return {
      download_url: `${this.#house.url()}/wechat/v3/billdownload/file?token=${token}`,
      hash_type: "SHA1",
      hash_value: createHash("sha1").update(text).digest("hex"),
    };
  }

  get(merchantId: string, token: unknown): string {
    const file = this.#files.get(String(token));
    const isGood = file?.merchant_id === merchantId && file.until >= this.#house.now().getTime();
    if (!isGood) throw new Refused(400, "INVALID_REQUEST", "账单下载地址已失效");
    return file.text;
  }
}

/** Payments and refunds of a day. */
export function tradeBill(files: BillFiles): Prepare {
  return (call) => {
    const { bill_date, bill_type } = read(TradeQuery, call.query);
    return statement(call, files, bill_date, (movements) => {
      const trades = movements.filter(
        ({ kind }) =>
          (kind === "payment" && bill_type !== "REFUND") ||
          (kind === "refund" && bill_type !== "SUCCESS"),
      );
      return trades.length === 0 ? undefined : writeTrades(call, trades);
    });
  };
}

/** All movements of a day on the merchant's account. */
export function fundBill(files: BillFiles): Prepare {
  return (call) => {
    const { bill_date, account_type } = read(FundQuery, call.query);
    return statement(call, files, bill_date, (movements) =>
      account_type !== "BASIC" || movements.length === 0 ? undefined : writeFunds(call, movements),
    );
  };
}

function statement(
  { house, account }: Call,
  files: BillFiles,
  date: string,
  write: (movements: readonly Movement[]) => string | undefined,
): ReturnType<Prepare> {
  return {
    operation: "statement",
    about: "download_url",
    run() {
      const from = new Date(`${date}T00:00:00+08:00`);
      const to = new Date(from.getTime() + dayMs);
      const text = write(house.books.movements.between("wechat", account.merchant_id, from, to));
      if (text === undefined) throw new Refused(400, "NO_STATEMENT_EXIST", "账单文件不存在");
      return files.put(account.merchant_id, text);
    },
  };
}

type Cells = readonly (string | number)[];

const tradeHeads =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const tradeTotals =
  "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额";
const fundHeads =
  "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
const fundTotals = "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额";

function writeTrades(call: Call, trades: readonly Movement[]): string {
  const paid = sum(trades.filter(({ kind }) => kind === "payment"));
  const refunded = -sum(trades.filter(({ kind }) => kind === "refund"));
  const totals = [
    trades.length,
    yuan(paid),
    yuan(refunded),
    "0.00",
    "0.00000",
    yuan(paid),
    yuan(refunded),
  ];
  return file(
    tradeHeads,
    trades.map((each) => tradeCells(call, each)),
    tradeTotals,
    totals,
  );
}

function tradeCells({ house, account }: Call, movement: Movement): Cells {
  const { kind, order_no, no, transaction_id, amount } = movement;
  const payment = house.books.payments.find("wechat", account.merchant_id, order_no);
  if (payment === undefined) throw new Error(`no payment ${order_no}`);
  const refund = kind === "refund" ? house.books.refunds.find(payment, no) : undefined;
  const refundStates = {
    processing: "PROCESSING",
    succeeded: "SUCCESS",
    failed: "FAIL",
    closed: "FAIL",
    abnormal: "CHANGE",
  };
  return [
    plainTime(movement.occurred_at),
    payment.app_id,
    payment.merchant_id,
    0,
    "",
    payment.transaction_id,
    order_no,
    payment.payer ?? "",
    tradeTypeOf(payment.method),
    refund === undefined ? "SUCCESS" : "REFUND",
    "OTHERS",
    "CNY",
    refund === undefined ? yuan(amount) : "0.00",
    "0.00",
    refund === undefined ? 0 : transaction_id,
    refund === undefined ? 0 : no,
    refund === undefined ? "0.00" : yuan(-amount),
    "0.00",
    refund === undefined ? "" : "ORIGINAL",
    refund === undefined ? "" : refundStates[refund.state],
    payment.subject.replaceAll(",", " "),
    payment.details.attach ?? "",
    "0.00000",
    "0.00%",
    refund === undefined ? yuan(amount) : "0.00",
    refund === undefined ? "0.00" : yuan(-amount),
    "",
  ];
}

// biome-ignore format: one kind a row
const businesses = {
  payment:           ["交易", "交易"],
  refund:            ["退款", "退款"],
  refund_back:       ["退款", "退款失败退回"],
  transfer:          ["商家转账", "商家转账"],
  transfer_back:     ["商家转账", "商家转账退回"],
  red_envelope:      ["现金红包", "现金红包"],
  red_envelope_back: ["现金红包", "现金红包退回"],
} as const satisfies Record<Movement["kind"], readonly [string, string]>;

function writeFunds({ account }: Call, movements: readonly Movement[]): string {
  const into = movements.filter(({ amount }) => amount > 0);
  const out = movements.filter(({ amount }) => amount < 0);
  const lines = movements.map((each) => [
    plainTime(each.occurred_at),
    each.transaction_id,
    each.transaction_id,
    ...businesses[each.kind],
    each.amount > 0 ? "收入" : "支出",
    yuan(Math.abs(each.amount)),
    yuan(each.balance),
    `${account.merchant_id}API`,
    "",
    each.no,
  ]);
  const totals = [movements.length, into.length, yuan(sum(into)), out.length, yuan(-sum(out))];
  return file(fundHeads, lines, fundTotals, totals);
}

function sum(movements: readonly Movement[]): number {
  return movements.reduce((total, { amount }) => total + amount, 0);
}

function yuan(fen: number): string {
  const digits = String(fen).padStart(3, "0");
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** A grave accent before each cell keeps spreadsheets from reading numbers. */
function file(heads: string, lines: readonly Cells[], totalHeads: string, totals: Cells): string {
  const row = (cells: Cells) => cells.map((cell) => `\`${cell}`).join(",");
  return [heads, ...lines.map(row), totalHeads, row(totals), ""].join("\r\n");
}
