import { AsyncLocalStorage } from "node:async_hooks";
import { type Transaction, TransactionBuilder } from "kysely";

const within = new AsyncLocalStorage<true>();
const execute = TransactionBuilder.prototype.execute;
TransactionBuilder.prototype.execute = function <T>(
  this: TransactionBuilder<unknown>,
  work: (trx: Transaction<unknown>) => Promise<T>,
): Promise<T> {
  return execute.call(this, (trx) => within.run(true, () => work(trx))) as Promise<T>;
};

/** Throws where a transaction is open: nobody may wait for another machine while holding locks. */
export function refuseWithinTransaction(): void {
  if (within.getStore() === true) throw new Error("called within a database transaction");
}
