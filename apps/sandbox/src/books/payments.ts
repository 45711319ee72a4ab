import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Channel, channels } from "../house.ts";
import { insertInto } from "./insert-into.ts";
import type { Movements } from "./movements.ts";

/** What only the channel itself reads, under its own names. */
export const Details = z
  .string()
  .transform((text) => z.record(z.string(), z.string()).parse(JSON.parse(text)));

const Payment = z.object({
  channel: z.enum(channels),
  merchant_id: z.string(),
  no: z.string(),
  transaction_id: z.string(),
  app_id: z.string(),
  method: z.string(),
  amount: z.int(),
  refunded: z.int(),
  state: z.enum(["open", "paid", "closed"]),
  subject: z.string(),
  payer: z.string().nullable(),
  notify_url: z.string().nullable(),
  details: Details,
  created_at: z.string(),
  expires_at: z.string().nullable(),
  paid_at: z.string().nullable(),
  closed_at: z.string().nullable(),
});
/** A payment as the channel has it; one that was paid stays so, however much is refunded. */
export type Payment = z.output<typeof Payment>;
type NewPayment = Omit<Payment, "state" | "refunded" | "created_at" | "paid_at" | "closed_at">;

export class Payments {
  readonly #database: DatabaseSync;
  readonly #movements: Movements;
  readonly #now: () => Date;

  constructor(database: DatabaseSync, movements: Movements, now: () => Date) {
    this.#database = database;
    this.#movements = movements;
    this.#now = now;
  }

  insert(payment: NewPayment): Payment {
    const created_at = this.#now().toISOString();
    insertInto(this.#database, "payments", { ...payment, state: "open", created_at });
    return this.#reread(payment);
  }

  find(channel: Channel, merchantId: string, no: string): Payment | undefined {
    const rows = this.#select(
      "channel = ? and merchant_id = ? and no = ?",
      channel,
      merchantId,
      no,
    );
    return rows[0];
  }

  findByTransaction(
    channel: Channel,
    merchantId: string,
    transactionId: string,
  ): Payment | undefined {
    const where = "channel = ? and merchant_id = ? and transaction_id = ?";
    return this.#select(where, channel, merchantId, transactionId)[0];
  }

  /** All of a number, whoever's they are. */
  named(no: string): readonly Payment[] {
    return this.#select("no = ?", no);
  }

  list(): readonly Payment[] {
    return this.#select("true");
  }

  /** A payer pays: the money goes to the merchant. Only what is open can be paid. */
  pay({ channel, merchant_id, no }: Payment, payer: string): Payment {
    const payment = this.#reread({ channel, merchant_id, no });
    if (payment.state !== "open") throw new Error(`${no} is ${payment.state}`);
    const occurred_at = this.#now().toISOString();
    this.#set(payment, "state = 'paid', payer = ?, paid_at = ?", payer, occurred_at);
    const { transaction_id, amount } = payment;
    const line = { transaction_id, amount, other_account: payer, occurred_at };
    this.#movements.post({ channel, merchant_id, kind: "payment", order_no: no, no, ...line });
    return this.#reread(payment);
  }

  /** Nobody can pay it any more. Only what is open can be closed. */
  close(payment: Payment): Payment {
    if (payment.state !== "open") throw new Error(`${payment.no} is ${payment.state}`);
    this.#set(payment, "state = 'closed', closed_at = ?", this.#now().toISOString());
    return this.#reread(payment);
  }

  addRefunded(payment: Payment, amount: number): Payment {
    this.#set(payment, "refunded = refunded + ?", amount);
    return this.#reread(payment);
  }

  setDetails(payment: Payment, details: Readonly<Record<string, string>>): Payment {
    this.#set(payment, "details = ?", JSON.stringify({ ...payment.details, ...details }));
    return this.#reread(payment);
  }

  #reread({ channel, merchant_id, no }: Pick<Payment, "channel" | "merchant_id" | "no">): Payment {
    const payment = this.find(channel, merchant_id, no);
    if (payment === undefined) throw new Error(`no payment ${no}`);
    return payment;
  }

  #set(payment: Payment, change: string, ...values: (string | number)[]): void {
    this.#database
      .prepare(`update payments set ${change} where channel = ? and merchant_id = ? and no = ?`)
      .run(...values, payment.channel, payment.merchant_id, payment.no);
  }

  #select(where: string, ...values: string[]): readonly Payment[] {
    // What has run out of time is closed by whoever looks next.
    const now = this.#now().toISOString();
    this.#database
      .prepare(
        `update payments set state = 'closed', closed_at = expires_at
          where state = 'open' and expires_at <= ?`,
      )
      .run(now);
    const sql = `select * from payments where ${where} order by rowid`;
    return this.#database
      .prepare(sql)
      .all(...values)
      .map((row) => Payment.parse(row));
  }
}
