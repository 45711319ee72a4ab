import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import type { Payment } from "../books/payments.ts";
import { type Call, Fen, NotifyUrl, type Prepare, type Prepared, read } from "./operation.ts";
import { Refused } from "./refused.ts";
import type { Node } from "./spoil.ts";
import { dayDigits, rfc3339 } from "./times.ts";

const OutTradeNo = z.string().regex(/^[\w\-|*]{6,32}$/, { error: "格式错误" });
const Order = z.object({
  appid: z.string(),
  mchid: z.string(),
  description: z.string().min(1).max(127),
  out_trade_no: OutTradeNo,
  time_expire: z.iso.datetime({ offset: true }).optional(),
  attach: z.string().max(128).optional(),
  notify_url: NotifyUrl,
  amount: z.object({ total: Fen, currency: z.literal("CNY").optional() }),
});
const JsapiOrder = Order.extend({ payer: z.object({ openid: z.string().min(1).max(128) }) });
const H5Order = Order.extend({
  scene_info: z.object({
    payer_client_ip: z.string(),
    h5_info: z.object({ type: z.enum(["iOS", "Android", "Wap"]) }),
  }),
});
type Order = z.output<typeof Order> & Partial<Pick<z.output<typeof JsapiOrder>, "payer">>;

const tradeTypes = { jsapi: "JSAPI", native: "NATIVE", h5: "MWEB" } as const;
/** Two hours, as long as a prepay_id lives. */
const lifeMs = 7_200_000;

export const payJsapi: Prepare = (call) =>
  place(call, "jsapi", read(JsapiOrder, call.body), "prepay_id", () => prepayId());
export const payNative: Prepare = (call) =>
  place(call, "native", read(Order, call.body), "code_url", () => {
    return `weixin://wxpay/bizpayurl?pr=${randomBytes(5).toString("hex")}`;
  });
export const payH5: Prepare = (call) =>
  place(call, "h5", read(H5Order, call.body), "h5_url", () => {
    const page = "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb";
    return `${page}?prepay_id=${prepayId()}&package=${randomInt(2 ** 31)}`;
  });

function prepayId(): string {
  return `wx${randomBytes(17).toString("hex")}`;
}

function place(
  call: Call,
  method: keyof typeof tradeTypes,
  order: Order,
  about: string,
  say: () => string,
): Prepared {
  const { out_trade_no: no, amount } = order;
  return {
    operation: "pay",
    no,
    amount: amount.total,
    about,
    run() {
      checkParties(call, order);
      const found = call.house.books.payments.find("wechat", order.mchid, no);
      if (found === undefined) insert(call, method, order);
      else refuseOther(found, method, order);
      return { [about]: say() };
    },
  };
}

function checkParties({ account }: Call, { appid, mchid }: Pick<Order, "appid" | "mchid">): void {
  if (mchid !== account.merchant_id) {
    throw new Refused(400, "INVALID_REQUEST", "商户号与签名的商户号不一致");
  }
  if (appid !== account.app_id) {
    throw new Refused(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配");
  }
}

function insert({ house, account }: Call, method: keyof typeof tradeTypes, order: Order): void {
  const now = house.now();
  const { time_expire, payer, attach } = order;
  const expires =
    time_expire === undefined ? new Date(now.getTime() + lifeMs) : new Date(time_expire);
  if (expires <= now) throw new Refused(400, "PARAM_ERROR", "订单失效时间已过");
  house.books.payments.insert({
    channel: "wechat",
    merchant_id: account.merchant_id,
    app_id: account.app_id,
    no: order.out_trade_no,
    transaction_id: `42000${dayDigits(now)}${String(randomInt(10 ** 14)).padStart(15, "0")}`,
    method,
    amount: order.amount.total,
    subject: order.description,
    payer: payer?.openid ?? null,
    notify_url: order.notify_url,
    expires_at: expires.toISOString(),
    details: attach === undefined ? {} : { attach },
  });
}

/** The same order again gets a prepay_id again; another one under its number does not. */
function refuseOther(found: Payment, method: string, order: Order): void {
  if (found.state === "paid") throw new Refused(400, "ORDERPAID", "该订单已支付");
  if (found.state === "closed") throw new Refused(400, "ORDER_CLOSED", "订单已关闭");
  const isSame =
    found.amount === order.amount.total &&
    found.method === method &&
    found.subject === order.description;
  if (!isSame) throw new Refused(403, "OUT_TRADE_NO_USED", "商户订单号重复");
}

export const queryPayment: Prepare = (call) => {
  const payment = find(call);
  return {
    operation: "query",
    ...named(call, payment),
    about: "trade_state",
    run(fault) {
      checkMchid(call, call.query.mchid);
      return transaction(payment ?? refuseUnknown(), stateOf(fault));
    },
  };
};

export const closePayment: Prepare = (call) => {
  const payment = find(call);
  const { mchid } = read(z.object({ mchid: z.string() }), call.body);
  return {
    operation: "close",
    ...named(call, payment),
    about: "",
    run() {
      checkMchid(call, mchid);
      const { state } = payment ?? refuseUnknown();
      if (state === "paid") throw new Refused(400, "ORDERPAID", "该订单已支付");
      if (state === "closed") throw new Refused(400, "ORDER_CLOSED", "订单已关闭");
      if (payment !== undefined) call.house.books.payments.close(payment);
      return undefined;
    },
  };
};

function find({ house, account, params }: Call): Payment | undefined {
  return house.books.payments.find("wechat", account.merchant_id, params.no ?? "");
}

function named({ params }: Call, payment: Payment | undefined): Pick<Prepared, "no" | "amount"> {
  return { no: params.no ?? "", ...(payment && { amount: payment.amount }) };
}

function checkMchid({ account }: Call, mchid: unknown): void {
  if (mchid === undefined) throw new Refused(400, "PARAM_ERROR", "缺少参数 mchid");
  if (mchid !== account.merchant_id) {
    throw new Refused(400, "INVALID_REQUEST", "商户号与签名的商户号不一致");
  }
}

function refuseUnknown(): never {
  throw new Refused(404, "ORDER_NOT_EXIST", "订单不存在");
}

const says = {
  SUCCESS: "支付成功",
  REFUND: "订单发生过退款，退款详情请查询退款单",
  NOTPAY: "订单未支付",
  CLOSED: "订单已关闭",
  REVOKED: "订单已撤销",
  USERPAYING: "用户支付中，需要输入密码",
  PAYERROR: "支付失败(其他原因，如银行返回失败)",
} as const;
type TradeState = keyof typeof says;

function stateOf(fault: string | undefined): TradeState | undefined {
  return fault === "REVOKED" || fault === "USERPAYING" || fault === "PAYERROR" ? fault : undefined;
}

/** A payment as queries and notifications tell of it. */
export function transaction(payment: Payment, otherwise?: TradeState): Node {
  const { state, refunded, method, paid_at, amount: total, payer } = payment;
  const own = {
    open: "NOTPAY",
    closed: "CLOSED",
    paid: refunded > 0 ? "REFUND" : "SUCCESS",
  } as const;
  const trade_state = otherwise ?? own[state];
  const base = {
    appid: payment.app_id,
    mchid: payment.merchant_id,
    out_trade_no: payment.no,
    trade_state,
    trade_state_desc: says[trade_state],
    ...(payment.details.attach !== undefined && { attach: payment.details.attach }),
  };
  if (paid_at === null) {
    return {
      ...base,
      amount: { total, currency: "CNY" },
      ...(payer && { payer: { openid: payer } }),
    };
  }
  return {
    ...base,
    transaction_id: payment.transaction_id,
    trade_type: tradeTypeOf(method),
    bank_type: "OTHERS",
    success_time: rfc3339(paid_at),
    payer: { openid: payer },
    amount: { total, payer_total: total, currency: "CNY", payer_currency: "CNY" },
  };
}

export function tradeTypeOf(method: string): string {
  return Object.entries(tradeTypes).find(([name]) => name === method)?.[1] ?? "NATIVE";
}
