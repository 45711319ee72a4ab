import type { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type Channel, channels } from "../house.ts";
import { insertInto } from "./insert-into.ts";
import type { Movements } from "./movements.ts";
import { Details } from "./payments.ts";

const payoutKinds = ["transfer", "red_envelope"] as const;
export type PayoutKind = (typeof payoutKinds)[number];
/** A transfer: waiting for a person, processing, succeeded, failed. A red envelope: processing,
 * sent (nobody has taken it yet), received, returned, failed. */
export const payoutStates = [
  "waiting",
  "processing",
  "succeeded",
  "failed",
  "sent",
  "received",
  "returned",
] as const;
const Payout = z.object({
  channel: z.enum(channels),
  merchant_id: z.string(),
  kind: z.enum(payoutKinds),
  no: z.string(),
  payout_id: z.string(),
  app_id: z.string(),
  amount: z.int(),
  returned: z.int(),
  state: z.enum(payoutStates),
  payee: z.string(),
  payee_name: z.string().nullable(),
  reason: z.string().nullable(),
  notify_url: z.string().nullable(),
  details: Details,
  created_at: z.string(),
  settled_at: z.string().nullable(),
});
/** A transfer or a red envelope as the channel has it. */
export type Payout = z.output<typeof Payout>;
type NewPayout = Omit<Payout, "returned" | "created_at" | "settled_at">;

const settled: ReadonlySet<Payout["state"]> = new Set([
  "succeeded",
  "failed",
  "received",
  "returned",
]);

export class Payouts {
  readonly #database: DatabaseSync;
  readonly #movements: Movements;
  readonly #now: () => Date;

  constructor(database: DatabaseSync, movements: Movements, now: () => Date) {
    this.#database = database;
    this.#movements = movements;
    this.#now = now;
  }

  /** Takes the money out of the merchant's account at once. */
  insert(payout: NewPayout): Payout {
    const created_at = this.#now().toISOString();
    const settled_at = settled.has(payout.state) ? created_at : null;
    insertInto(this.#database, "payouts", { ...payout, created_at, settled_at });
    this.#post(payout, payout.kind, -payout.amount);
    return this.#reread(payout);
  }

  find(channel: Channel, merchantId: string, kind: PayoutKind, no: string): Payout | undefined {
    const where = "channel = ? and merchant_id = ? and kind = ? and no = ?";
    return this.#select(where, channel, merchantId, kind, no)[0];
  }

  named(kind: PayoutKind, no: string): readonly Payout[] {
    return this.#select("kind = ? and no = ?", kind, no);
  }

  list(kind: PayoutKind): readonly Payout[] {
    return this.#select("kind = ?", kind);
  }

  /** Moves it on; one that fails or comes back gives the money back to the merchant. */
  setState(payout: Payout, state: Payout["state"], reason: string | null): Payout {
    if (payout.returned > 0) throw new Error(`${payout.no} is ${payout.state}`);
    const back = state === "failed" || state === "returned";
    const settled_at = settled.has(state) ? this.#now().toISOString() : null;
    const { channel, merchant_id, kind, no } = payout;
    this.#database
      .prepare(
        `update payouts set state = ?, reason = ?, settled_at = ?, returned = ?
          where channel = ? and merchant_id = ? and kind = ? and no = ?`,
      )
      .run(state, reason, settled_at, back ? payout.amount : 0, channel, merchant_id, kind, no);
    if (back) this.#post(payout, `${kind}_back`, payout.amount);
    return this.#reread(payout);
  }

  #post(
    { channel, merchant_id, no, payout_id, payee }: NewPayout,
    kind: PayoutKind | `${PayoutKind}_back`,
    amount: number,
  ): void {
    const order = { channel, merchant_id, order_no: no, no, transaction_id: payout_id };
    const occurred_at = this.#now().toISOString();
    this.#movements.post({ ...order, kind, amount, other_account: payee, occurred_at });
  }

  #reread(payout: Pick<Payout, "channel" | "merchant_id" | "kind" | "no">): Payout {
    const found = this.find(payout.channel, payout.merchant_id, payout.kind, payout.no);
    if (found === undefined) throw new Error(`no ${payout.kind} ${payout.no}`);
    return found;
  }

  #select(where: string, ...values: string[]): readonly Payout[] {
    return this.#database
      .prepare(`select * from payouts where ${where} order by rowid`)
      .all(...values)
      .map((row) => Payout.parse(row));
  }
}
