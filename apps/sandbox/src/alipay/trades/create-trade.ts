import { z } from "zod";
import type { Payment } from "../../books/payments.ts";
import { Gmt8 } from "../gmt8.ts";
import { type Call, method } from "../method.ts";
import { businessFailed } from "../refused.ts";
import { Yuan } from "../yuan.ts";
import { newTradeNo, OutTradeNo } from "./trade.ts";

/** 100,000,000 yuan. */
const amountMax = 10_000_000_000;
const daysMax = 15;
const unitMinutes = { m: 1, h: 60, d: 1440 } as const;

const Relative = z.string().regex(/^([1-9]\d{0,4})([mhd])$/, { error: "expected 1m to 15d" });
const Trade = z.object({
  out_trade_no: OutTradeNo,
  total_amount: Yuan,
  subject: z.string().min(1).max(256),
  body: z.string().max(400).optional(),
  time_expire: Gmt8.optional(),
  timeout_express: Relative.optional(),
  buyer_id: z.string().optional(),
  buyer_open_id: z.string().optional(),
  product_code: z.string().max(64).optional(),
});
type Trade = z.output<typeof Trade>;

/** Names a payer who has the trade at once; another one begins with a code or a page. */
export const createTrade = method("trade_no", "ACQ.", Trade, (call, trade) => {
  if (trade.buyer_id === undefined && trade.buyer_open_id === undefined) {
    throw businessFailed(
      "ACQ.INVALID_PARAMETER",
      "参数无效: buyer_id 与 buyer_open_id 不能同时为空",
    );
  }
  return {
    ...orderOf(trade),
    run() {
      const { no, transaction_id } = place(call, trade, "create");
      return { out_trade_no: no, trade_no: transaction_id };
    },
  };
});

export const precreateTrade = method("qr_code", "ACQ.", Trade, (call, trade) => ({
  ...orderOf(trade),
  run() {
    const payment = place(call, trade, "precreate");
    return { out_trade_no: payment.no, qr_code: cashierOf(call, payment) };
  },
}));

function orderOf(trade: Trade) {
  return { operation: "pay", no: trade.out_trade_no, amount: trade.total_amount } as const;
}

/** The methods that a browser calls: what they answer is a page. */
export const pageMethods = {
  "alipay.trade.wap.pay": pageTrade("wap", "QUICK_WAP_WAY"),
  "alipay.trade.page.pay": pageTrade("page", "FAST_INSTANT_TRADE_PAY"),
} as const;

function pageTrade(name: "wap" | "page", productCode: string) {
  const Page = Trade.extend({ product_code: z.literal(productCode) });
  return method("page", "ACQ.", Page, (call, trade) => ({
    ...orderOf(trade),
    run: () => ({ page: cashierOf(call, place(call, trade, name)) }),
  }));
}

/** Where a person can pay. */
function cashierOf({ house, merchant }: Call, { transaction_id }: Payment): string {
  return `${house.url()}/alipay/cashier/${merchant.merchant_id}/${transaction_id}`;
}

/** The one trade of this number: made now, or there already and the same. */
function place(call: Call, trade: Trade, name: "create" | "precreate" | "wap" | "page"): Payment {
  const { house, app, merchant } = call;
  const { payments } = house.books;
  const { out_trade_no: no, total_amount: amount, subject } = trade;
  const found = payments.find("alipay", merchant.merchant_id, no);
  if (found !== undefined) return same(found, amount);
  if (amount > amountMax) throw businessFailed("ACQ.TOTAL_FEE_EXCEED", "订单总金额超过限额");
  return payments.insert({
    channel: "alipay",
    merchant_id: merchant.merchant_id,
    app_id: app.app_id,
    no,
    transaction_id: newTradeNo(house.now()),
    method: name,
    amount,
    subject,
    payer: trade.buyer_id ?? trade.buyer_open_id ?? null,
    notify_url: call.notify_url,
    expires_at: expiryOf(trade, house.now()).toISOString(),
    details: {
      // Only whoever pays brings a trade about; a code that nobody scanned is none yet.
      seen: name === "precreate" ? "no" : "yes",
      return_url: call.return_url ?? "",
      body: trade.body ?? "",
    },
  });
}

function same(found: Payment, amount: number): Payment {
  if (found.state === "paid") throw businessFailed("ACQ.TRADE_HAS_SUCCESS", "交易已被支付");
  if (found.state === "closed") throw businessFailed("ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
  if (found.amount !== amount) {
    throw businessFailed("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");
  }
  return found;
}

function expiryOf({ time_expire, timeout_express }: Trade, now: Date): Date {
  if (time_expire !== undefined) {
    if (time_expire > now) return time_expire;
    throw businessFailed("ACQ.INVALID_PARAMETER", "参数无效: time_expire 已过");
  }
  const minutes = timeout_express === undefined ? daysMax * 1440 : minutesOf(timeout_express);
  return new Date(now.getTime() + minutes * 60_000);
}

function minutesOf(relative: string): number {
  const unit = relative.endsWith("m") ? "m" : relative.endsWith("h") ? "h" : "d";
  return Math.min(Number(relative.slice(0, -1)) * unitMinutes[unit], daysMax * 1440);
}
