import type { Storage } from "@purse/core";
import type { DatabaseUse } from "@purse/listener";

/** A storage, and how much it is asked. */
export interface CountedStorage {
  readonly storage: Storage;
  /** Whoever waits for a channel, a twin or the rest of a body has none under way. */
  readonly use: () => DatabaseUse;
}

/** Counts what keeps the database busy or waits for it, wherever that may be. */
export function countedStorage(storage: Storage): CountedStorage {
  const use = { underWay: 0, ended: 0 };
  const leave = () => {
    use.underWay -= 1;
    use.ended += 1;
  };
  function counted<Given extends unknown[], T>(call: (...given: Given) => Promise<T>) {
    return (...given: Given): Promise<T> => {
      use.underWay += 1;
      const answer = call(...given);
      answer.then(leave, leave);
      return answer;
    };
  }
  return {
    use: () => use,
    storage: {
      ...storage,
      holderOf: counted(storage.holderOf),
      keepNonce: counted(storage.keepNonce),
      transaction: (merchantId, work) => counted(() => storage.transaction(merchantId, work))(),
      shared: (merchantId, work) => counted(() => storage.shared(merchantId, work))(),
      snapshot: (merchantId, work) => counted(() => storage.snapshot(merchantId, work))(),
      operatorTransaction: (work) => counted(() => storage.operatorTransaction(work))(),
    },
  };
}
