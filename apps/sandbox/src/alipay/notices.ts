import { randomBytes } from "node:crypto";
import type { Payment } from "../books/payments.ts";
import type { Payout } from "../books/payouts.ts";
import type { Refund } from "../books/refunds.ts";
import type { House } from "../house.ts";
import type { Notification } from "../notifications/notifier.ts";
import { payoutStatus, productCodeOf } from "./fund/payout.ts";
import { gmt8 } from "./gmt8.ts";
import type { NotifyIds } from "./notify-ids.ts";
import { contentOf, sign } from "./signature.ts";
import { spoil } from "./spoil.ts";
import { amountsOf, tradeStatus } from "./trades/trade-status.ts";
import { yuanOf } from "./yuan.ts";

type Fields = Readonly<Record<string, string>>;

/** What a notification is about. */
interface Subject {
  readonly kind: Notification["kind"];
  readonly no: string;
  readonly amount: number;
  readonly merchant_id: string;
  readonly app_id: string;
  readonly notify_url: string | null;
  /** Under this name the receiver finds the notification's id. */
  readonly idField: "notify_id" | "msg_id";
  /** The fields that change with each attempt. */
  readonly stamp: () => Fields;
}

/** Tells merchants what has become of their orders. */
export class Notices {
  readonly #house: House;
  readonly #ids: NotifyIds;

  constructor(house: House, ids: NotifyIds) {
    this.#house = house;
    this.#ids = ids;
  }

  /** A trade was paid or closed. */
  ofTrade(payment: Payment): void {
    this.#send({ ...this.#trade(payment), kind: "payment" }, tradeFields(payment));
  }

  /** A refund is told as a change of its trade. */
  ofRefund(payment: Payment, refund: Refund): void {
    const { no, amount } = refund;
    this.#send(
      { ...this.#trade(payment), kind: "refund", no, amount },
      {
        ...tradeFields(payment),
        out_biz_no: no,
        refund_fee: yuanOf(payment.refunded),
        gmt_refund: `${gmt8(refund.settled_at ?? refund.created_at)}.000`,
      },
    );
  }

  /** The end of a transfer or a red envelope, as the platform's messages tell of it. */
  ofPayout(payout: Payout): void {
    const biz_content = {
      out_biz_no: payout.no,
      order_id: payout.payout_id,
      pay_fund_order_id: payout.payout_id,
      action_type: "FINISH",
      status: payoutStatus(payout),
      product_code: productCodeOf(payout),
      biz_scene: "DIRECT_TRANSFER",
      trans_amount: yuanOf(payout.amount),
      pay_date: gmt8(payout.settled_at ?? payout.created_at),
    };
    this.#send(
      {
        ...payout,
        kind: "transfer",
        idField: "msg_id",
        stamp: () => ({ utc_timestamp: String(this.#house.now().getTime()) }),
      },
      {
        app_id: payout.app_id,
        charset: "utf-8",
        version: "1.1",
        msg_method: "alipay.fund.trans.order.changed",
        biz_content: JSON.stringify(biz_content),
      },
    );
  }

  #trade(payment: Payment) {
    const stamp = () => ({ notify_time: gmt8(this.#house.now()) });
    return { ...payment, idField: "notify_id", stamp } as const;
  }

  #send(subject: Subject, fields: Fields): void {
    const { kind, no, amount, merchant_id, app_id, notify_url: url, idField, stamp } = subject;
    const { books, faults, notifier } = this.#house;
    const app = books.accounts.ofApp("alipay", app_id);
    if (url === null || app === undefined) return;
    const fault = faults.take({ channel: "alipay", operation: "notify", no, amount });
    const id = randomBytes(17).toString("hex");
    const spoilt = spoiltFields(fields, fault);
    notifier.send({
      channel: "alipay",
      merchant_id,
      kind,
      no,
      url,
      fault,
      compose: () => {
        if (fault !== "invalid_notify_id") this.#ids.sent(id, merchant_id);
        const told = { ...spoilt, [idField]: id, ...stamp() };
        const content = contentOf(told, []);
        const key = app.keys.alipay_private_key ?? "";
        const signature = sign(fault === "wrong_signature" ? `${content} ` : content, key);
        const body = new URLSearchParams({ ...told, sign_type: "RSA2", sign: signature });
        return {
          headers: { "Content-Type": "application/x-www-form-urlencoded; charset=utf-8" },
          body: body.toString(),
        };
      },
    });
  }
}

/** A message's own fields are in its biz_content: there a fault has to go. */
function spoiltFields(fields: Fields, fault: string | undefined): Fields {
  const about = fields.biz_content === undefined ? "out_trade_no" : "out_biz_no";
  const spoilt = textsOf(spoil(fields, fault, about));
  if (spoilt.biz_content === undefined) return spoilt;
  const content = spoil(JSON.parse(spoilt.biz_content), fault, about);
  return { ...spoilt, biz_content: JSON.stringify(content) };
}

function textsOf(node: Readonly<Record<string, unknown>>): Fields {
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, String(value)]));
}

function tradeFields(payment: Payment): Fields {
  const { app_id, merchant_id, payer, paid_at, closed_at, details } = payment;
  return {
    notify_type: "trade_status_sync",
    charset: "utf-8",
    version: "1.0",
    auth_app_id: app_id,
    app_id,
    seller_id: merchant_id,
    seller_email: "merchant@sandbox.test",
    trade_no: payment.transaction_id,
    out_trade_no: payment.no,
    trade_status: tradeStatus(payment),
    subject: payment.subject,
    ...textsOf(amountsOf(payment)),
    gmt_create: gmt8(payment.created_at),
    ...(details.body ? { body: details.body } : {}),
    ...(payer === null ? {} : { buyer_id: payer, buyer_logon_id: "pay***@sandbox.test" }),
    ...(paid_at === null ? {} : { gmt_payment: gmt8(paid_at) }),
    ...(closed_at === null ? {} : { gmt_close: gmt8(closed_at) }),
  };
}
