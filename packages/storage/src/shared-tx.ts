import type { SharedTx } from "@purse/core";
import DataLoader from "dataloader";
import type { Kysely } from "kysely";
import { findChargesByOrderNo, insertCharges } from "./charges.ts";
import { insertEvents } from "./events.ts";
import type { OriginOf } from "./jobs.ts";
import { postEntries } from "./post-entries.ts";
import type { Schema } from "./schema.ts";
import { findWallets } from "./wallets.ts";

/**
 * A transaction's `SharedTx` for each merchant: what is asked for at the same time, by however
 * many, is asked of the database by one statement, in the order in which it was asked.
 */
export function sharedTx(db: Kysely<Schema>, origin: OriginOf): (merchantId: string) => SharedTx {
  let last: Promise<unknown> = Promise.resolve();
  function gather<Question, Answer>(
    ask: (db: Kysely<Schema>, questions: readonly Question[]) => Promise<readonly Answer[]>,
  ): (question: Question) => Promise<Answer> {
    // One behind the other: they have one connection.
    const inTurn = (questions: readonly Question[]) => {
      const answers = last.then(() => ask(db, questions));
      last = answers.catch(() => {});
      return answers;
    };
    const loader = new DataLoader<Question, Answer>(inTurn, { cache: false });
    return (question) => loader.load(question);
  }
  const findWallet = gather(findWallets);
  const findCharge = gather(findChargesByOrderNo);
  const insertCharge = gather(insertCharges);
  const post = gather(postEntries);
  const insertEvent = gather(insertEvents);
  return (merchant_id) => ({
    wallets: { find: (id) => findWallet({ id, merchant_id }) },
    charges: {
      findByOrderNo: (order_no) => findCharge({ order_no, merchant_id }),
      insert: (charge) => insertCharge({ ...charge, merchant_id }),
    },
    ledger: { post: (entry) => post({ ...entry, merchant_id }) },
    events: {
      insert: (event) =>
        insertEvent({ ...event, merchant_id, request_id: origin()?.request_id ?? null }),
    },
  });
}
