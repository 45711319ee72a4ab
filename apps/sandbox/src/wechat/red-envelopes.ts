import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Account } from "../books/accounts.ts";
import type { Payout } from "../books/payouts.ts";
import type { Operation } from "../faults/kinds.ts";
import type { House } from "../house.ts";
import { RefusedV2 } from "./refused.ts";
import { dayDigits, plainTime } from "./times.ts";
import type { Fields } from "./xml.ts";

/** What a call of the older API will do. */
export interface PreparedV2 {
  readonly operation: Operation;
  readonly no: string;
  readonly amount?: number;
  readonly run: (fault: string | undefined) => Fields;
}
export type PrepareV2 = (house: House, account: Account, fields: Fields) => PreparedV2;

const Whole = z
  .string()
  .regex(/^[1-9]\d{0,9}$/, { error: "expected fen" })
  .transform(Number);
const Billno = z.string().regex(/^[0-9A-Za-z]{1,28}$/);
const Order = z.object({
  mch_billno: Billno,
  wxappid: z.string(),
  send_name: z.string().min(1).max(32),
  re_openid: z.string().min(1).max(32),
  total_amount: Whole,
  total_num: z.literal("1"),
  wishing: z.string().min(1).max(128),
  client_ip: z.string().min(1).max(15),
  act_name: z.string().min(1).max(32),
  remark: z.string().min(1).max(256),
  scene_id: z.string().optional(),
});
type Order = z.output<typeof Order>;
const Query = z.object({ mch_billno: Billno, appid: z.string(), bill_type: z.literal("MCHT") });

/** Without a scene 1 to 200 yuan. */
const sceneless = { min: 100, max: 20_000 };

export const sendRedPack: PrepareV2 = (house, account, fields) => {
  const order = read(Order, fields);
  const { mch_billno: no, total_amount: amount } = order;
  return {
    operation: "redEnvelope",
    no,
    amount,
    run(fault) {
      if (order.wxappid !== account.app_id) {
        throw new RefusedV2("ILLEGAL_APPID", "非法appid，请确认是否为公众号的appid");
      }
      const before = house.books.payouts.find("wechat", account.merchant_id, "red_envelope", no);
      if (before === undefined) refuseUnsendable(account, order);
      else if (before.amount !== amount || before.payee !== order.re_openid) {
        throw new RefusedV2("FATAL_ERROR", "更换了参数，但商户订单号未变更");
      }
      return answered(before ?? send(house, account, order, fault));
    },
  };
};

function refuseUnsendable(account: Account, { total_amount, scene_id }: Order): void {
  const isUsual = total_amount >= sceneless.min && total_amount <= sceneless.max;
  if (!isUsual && scene_id === undefined) throw new RefusedV2("MONEY_LIMIT", "红包金额发放限制");
  if (total_amount > account.balance) {
    throw new RefusedV2("NOTENOUGH", "帐号余额不足，请到商户平台充值后再重试");
  }
}

function send({ books, now }: House, account: Account, order: Order, fault?: string): Payout {
  const payout = books.payouts.insert({
    channel: "wechat",
    merchant_id: account.merchant_id,
    kind: "red_envelope",
    no: order.mch_billno,
    payout_id: `10000${dayDigits(now())}${String(randomInt(10 ** 14)).padStart(15, "0")}`,
    app_id: account.app_id,
    amount: order.total_amount,
    state: fault === "SENDING" || fault === "FAILED" ? "processing" : "sent",
    payee: order.re_openid,
    payee_name: null,
    reason: null,
    notify_url: null,
    details: { wishing: order.wishing, remark: order.remark, act_name: order.act_name },
  });
  return fault === "FAILED" ? books.payouts.setState(payout, "failed", "红包发放失败") : payout;
}

function answered({ no, merchant_id, app_id, payee, amount, payout_id }: Payout): Fields {
  return {
    mch_billno: no,
    mch_id: merchant_id,
    wxappid: app_id,
    re_openid: payee,
    total_amount: String(amount),
    send_listid: payout_id,
  };
}

export const queryRedPack: PrepareV2 = (house, account, fields) => {
  const { mch_billno: no } = read(Query, fields);
  const payout = house.books.payouts.find("wechat", account.merchant_id, "red_envelope", no);
  return {
    operation: "queryRedEnvelope",
    no,
    ...(payout && { amount: payout.amount }),
    run() {
      if (payout === undefined) throw new RefusedV2("NOT_FOUND", "指定单号数据不存在");
      return told(payout);
    },
  };
};

const states = {
  waiting: "SENDING",
  processing: "SENDING",
  sent: "SENT",
  failed: "FAILED",
  succeeded: "RECEIVED",
  received: "RECEIVED",
  returned: "REFUND",
} as const satisfies Record<Payout["state"], string>;

function told(payout: Payout): Fields {
  const { state, amount, settled_at, created_at, details } = payout;
  const settledAt = plainTime(settled_at ?? created_at);
  return {
    mch_billno: payout.no,
    mch_id: payout.merchant_id,
    detail_id: payout.payout_id,
    status: states[state],
    send_type: "API",
    hb_type: "NORMAL",
    total_num: "1",
    total_amount: String(amount),
    ...(state === "failed" && { reason: payout.reason ?? "红包发放失败" }),
    send_time: plainTime(created_at),
    ...(state === "returned" && { refund_time: settledAt, refund_amount: String(amount) }),
    wishing: details.wishing,
    remark: details.remark,
    act_name: details.act_name,
    ...(state === "received" && { openid: payout.payee, rcv_time: settledAt }),
  };
}

function read<Schema extends z.ZodType>(schema: Schema, fields: Fields): z.output<Schema> {
  const result = schema.safeParse(fields);
  if (result.success) return result.data;
  const field = result.error.issues[0]?.path.join(".") ?? "";
  throw new RefusedV2("PARAM_ERROR", `参数错误:${field}`);
}
