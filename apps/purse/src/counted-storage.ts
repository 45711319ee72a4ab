import type { Storage } from "@purse/core";

/** A storage, and how many calls of it are under way. */
export interface CountedStorage {
  readonly storage: Storage;
  /** Whoever waits for a channel, a twin or the rest of a body has none. */
  readonly underWay: () => number;
}

/** Counts what keeps the database busy or waits for it, wherever that may be. */
export function countedStorage(storage: Storage): CountedStorage {
  let underWay = 0;
  const leave = () => {
    underWay -= 1;
  };
  function counted<Given extends unknown[], T>(call: (...given: Given) => Promise<T>) {
    return (...given: Given): Promise<T> => {
      underWay += 1;
      const answer = call(...given);
      answer.then(leave, leave);
      return answer;
    };
  }
  return {
    underWay: () => underWay,
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
