import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Channel, channels } from "../house.ts";

const Movement = z.object({
  id: z.int(),
  channel: z.enum(channels),
  merchant_id: z.string(),
  kind: z.enum([
    "payment",
    "refund",
    "refund_back",
    "transfer",
    "transfer_back",
    "red_envelope",
    "red_envelope_back",
  ]),
  /** The merchant's number of the order; of a refund, its payment's. */
  order_no: z.string(),
  /** The merchant's number of what moved the money. */
  no: z.string(),
  transaction_id: z.string(),
  /** Above zero into the merchant's account. */
  amount: z.int(),
  balance: z.int(),
  other_account: z.string().nullable(),
  occurred_at: z.string(),
});
/** Money that moved into or out of a merchant's account: a line of its statement. */
export type Movement = z.output<typeof Movement>;

export class Movements {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Moves the money; the same kind and number never twice, by the table's own constraint. */
  post(movement: Omit<Movement, "id" | "balance">): void {
    const { channel, merchant_id, amount } = movement;
    this.#database
      .prepare("update accounts set balance = balance + ? where channel = ? and merchant_id = ?")
      .run(amount, channel, merchant_id);
    this.#database
      .prepare(
        `insert into movements
          (channel, merchant_id, kind, order_no, no, transaction_id, amount, other_account,
           occurred_at, balance)
          select ?, ?, ?, ?, ?, ?, ?, ?, ?, balance from accounts
          where channel = ? and merchant_id = ?`,
      )
      .run(
        channel,
        merchant_id,
        movement.kind,
        movement.order_no,
        movement.no,
        movement.transaction_id,
        amount,
        movement.other_account,
        movement.occurred_at,
        channel,
        merchant_id,
      );
  }

  /** A merchant's movements from a time on and before another one. */
  between(channel: Channel, merchantId: string, from: Date, to: Date): readonly Movement[] {
    return this.#database
      .prepare(
        `select * from movements where channel = ? and merchant_id = ?
          and occurred_at >= ? and occurred_at < ? order by id`,
      )
      .all(channel, merchantId, from.toISOString(), to.toISOString())
      .map((row) => Movement.parse(row));
  }

  list(): readonly Movement[] {
    const rows = this.#database.prepare("select * from movements order by id").all();
    return rows.map((row) => Movement.parse(row));
  }
}
