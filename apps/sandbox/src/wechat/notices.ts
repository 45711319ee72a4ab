import { randomUUID } from "node:crypto";
import type { Payment } from "../books/payments.ts";
import type { Payout } from "../books/payouts.ts";
import type { Refund } from "../books/refunds.ts";
import type { House } from "../house.ts";
import type { Notification } from "../notifications/notifier.ts";
import { transaction } from "./payments.ts";
import { platformHeaders } from "./platform-signature.ts";
import { refundNotice } from "./refunds.ts";
import { seal } from "./seal.ts";
import { type Node, spoil } from "./spoil.ts";
import { rfc3339 } from "./times.ts";
import { transferBill } from "./transfers.ts";

/** What a notification is about. */
interface Subject {
  readonly kind: Notification["kind"];
  readonly order: Payment | Refund | Payout;
  readonly url: string | null;
  readonly event_type: string;
  readonly original_type: string;
  readonly summary: string;
  /** Names the order. */
  readonly about: string;
  readonly resource: Node;
}

const refundEvents = {
  succeeded: ["REFUND.SUCCESS", "退款成功"],
  closed: ["REFUND.CLOSED", "退款关闭"],
  failed: ["REFUND.CLOSED", "退款关闭"],
  abnormal: ["REFUND.ABNORMAL", "退款异常"],
} as const;

/** Tells merchants what has become of their orders. */
export class Notices {
  readonly #house: House;

  constructor(house: House) {
    this.#house = house;
  }

  /** Only payments that came about are told. */
  ofPayment(payment: Payment): void {
    if (payment.state !== "paid") return;
    this.#send({
      kind: "payment",
      order: payment,
      url: payment.notify_url,
      event_type: "TRANSACTION.SUCCESS",
      original_type: "transaction",
      summary: "支付成功",
      about: "out_trade_no",
      resource: transaction(payment),
    });
  }

  ofRefund(payment: Payment, refund: Refund): void {
    if (refund.state === "processing") return;
    const [event_type, summary] = refundEvents[refund.state];
    this.#send({
      kind: "refund",
      order: refund,
      url: refund.notify_url,
      event_type,
      original_type: "refund",
      summary,
      about: "out_refund_no",
      resource: refundNotice(payment, refund),
    });
  }

  /** Red envelopes belong to the older API, which tells nothing of them. */
  ofTransfer(payout: Payout): void {
    if (payout.kind !== "transfer" || payout.settled_at === null) return;
    this.#send({
      kind: "transfer",
      order: payout,
      url: payout.notify_url,
      event_type: "MCHTRANSFER.BILL.FINISHED",
      original_type: "mch_payment",
      summary: "商家转账单据终态通知",
      about: "out_bill_no",
      resource: transferBill(payout),
    });
  }

  #send({ kind, order, url, about, resource, event_type, original_type, summary }: Subject): void {
    const { books, faults, notifier, now } = this.#house;
    const { no, amount, merchant_id } = order;
    const account = books.accounts.ofMerchant("wechat", merchant_id);
    if (url === null || account === undefined) return;
    const fault = faults.take({ channel: "wechat", operation: "notify", no, amount });
    const { api_v3_key = "", public_key_id = "" } = account.keys;
    const text = JSON.stringify(spoil(resource, fault, about));
    const body = JSON.stringify({
      id: randomUUID(),
      create_time: rfc3339(now()),
      resource_type: "encrypt-resource",
      event_type,
      summary,
      resource: { original_type, ...seal(text, api_v3_key, original_type) },
    });
    notifier.send({
      channel: "wechat",
      merchant_id,
      kind,
      no,
      url,
      fault,
      compose: () => ({
        headers: {
          "Content-Type": "application/json",
          ...platformHeaders(account, public_key_id, body, now(), fault),
        },
        body,
      }),
    });
  }
}
