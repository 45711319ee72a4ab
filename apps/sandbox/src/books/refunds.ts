import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { channels } from "../house.ts";
import { insertInto } from "./insert-into.ts";
import type { Movements } from "./movements.ts";
import { Details, type Payment, type Payments } from "./payments.ts";

export const refundStates = ["processing", "succeeded", "failed", "closed", "abnormal"] as const;
const Refund = z.object({
  channel: z.enum(channels),
  merchant_id: z.string(),
  payment_no: z.string(),
  no: z.string(),
  refund_id: z.string(),
  amount: z.int(),
  state: z.enum(refundStates),
  reason: z.string().nullable(),
  notify_url: z.string().nullable(),
  details: Details,
  created_at: z.string(),
  settled_at: z.string().nullable(),
});
/** A refund as the channel has it; failed and closed ones have given the money back. */
export type Refund = z.output<typeof Refund>;
type NewRefund = Pick<
  Refund,
  "no" | "refund_id" | "amount" | "state" | "reason" | "notify_url" | "details"
>;

export class Refunds {
  readonly #database: DatabaseSync;
  readonly #payments: Payments;
  readonly #movements: Movements;
  readonly #now: () => Date;

  constructor(database: DatabaseSync, payments: Payments, movements: Movements, now: () => Date) {
    this.#database = database;
    this.#payments = payments;
    this.#movements = movements;
    this.#now = now;
  }

  /** Takes the money out of the merchant's account, whatever becomes of the refund. */
  insert(payment: Payment, refund: NewRefund): Refund {
    const { channel, merchant_id, no: payment_no } = payment;
    const created_at = this.#now().toISOString();
    const settled_at = refund.state === "processing" ? null : created_at;
    const row = { ...refund, channel, merchant_id, payment_no, created_at, settled_at };
    insertInto(this.#database, "refunds", row);
    this.#payments.addRefunded(payment, refund.amount);
    this.#post({ ...row, payer: payment.payer }, "refund", -refund.amount);
    return this.#reread(payment, refund.no);
  }

  find(payment: Pick<Payment, "channel" | "merchant_id" | "no">, no: string): Refund | undefined {
    const where = "channel = ? and merchant_id = ? and payment_no = ? and no = ?";
    return this.#select(where, payment.channel, payment.merchant_id, payment.no, no)[0];
  }

  of(payment: Pick<Payment, "channel" | "merchant_id" | "no">): readonly Refund[] {
    const where = "channel = ? and merchant_id = ? and payment_no = ?";
    return this.#select(where, payment.channel, payment.merchant_id, payment.no);
  }

  named(no: string): readonly Refund[] {
    return this.#select("no = ?", no);
  }

  list(): readonly Refund[] {
    return this.#select("true");
  }

  /** Moves an open or abnormal refund on; what fails gives the money back to the merchant. */
  setState(refund: Refund, state: Refund["state"]): Refund {
    if (refund.state !== "processing" && refund.state !== "abnormal") {
      throw new Error(`${refund.no} is ${refund.state}`);
    }
    const { channel, merchant_id, payment_no, no } = refund;
    const payment = this.#payments.find(channel, merchant_id, payment_no);
    if (payment === undefined) throw new Error(`no payment ${payment_no}`);
    this.#database
      .prepare(
        `update refunds set state = ?, settled_at = ?
          where channel = ? and merchant_id = ? and payment_no = ? and no = ?`,
      )
      .run(state, this.#now().toISOString(), channel, merchant_id, payment_no, no);
    if (state === "failed" || state === "closed") {
      this.#payments.addRefunded(payment, -refund.amount);
      this.#post({ ...refund, payer: payment.payer }, "refund_back", refund.amount);
    }
    return this.#reread(payment, no);
  }

  #post(
    refund: Omit<Refund, "settled_at"> & Pick<Payment, "payer">,
    kind: "refund" | "refund_back",
    amount: number,
  ): void {
    const { channel, merchant_id, payment_no, no, refund_id, payer } = refund;
    const order = { channel, merchant_id, order_no: payment_no, no, transaction_id: refund_id };
    const occurred_at = this.#now().toISOString();
    this.#movements.post({ ...order, kind, amount, other_account: payer, occurred_at });
  }

  #reread(payment: Payment, no: string): Refund {
    const refund = this.find(payment, no);
    if (refund === undefined) throw new Error(`no refund ${no}`);
    return refund;
  }

  #select(where: string, ...values: string[]): readonly Refund[] {
    return this.#database
      .prepare(`select * from refunds where ${where} order by rowid`)
      .all(...values)
      .map((row) => Refund.parse(row));
  }
}
