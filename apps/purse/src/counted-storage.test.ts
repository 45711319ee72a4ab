import type { Storage } from "@purse/core";
import { expect, test } from "vitest";
import { countedStorage } from "./counted-storage.ts";

const never = () => Promise.reject(new Error("nobody asks for this"));

test("whoever is at the database is counted until it has answered, be it with an error", async () => {
  const answers: ((error?: Error) => void)[] = [];
  const ask = () =>
    new Promise<never>((resolve, reject) => {
      answers.push((error) => (error === undefined ? resolve(undefined as never) : reject(error)));
    });
  const bare: Storage = {
    transaction: ask,
    shared: ask,
    snapshot: ask,
    operatorTransaction: ask,
    holderOf: ask,
    keepNonce: ask,
    idempotency: { reserve: never, finish: never },
    takeDeliveries: never,
    checkLedger: never,
    checkLedgerWhenDue: never,
  };
  const { storage, use } = countedStorage(bare);
  const asked = [
    storage.holderOf("key"),
    storage.keepNonce("key_1", "nonce"),
    storage.shared("mer_1", never),
    storage.transaction("mer_1", never),
    storage.snapshot("mer_1", never),
    storage.operatorTransaction(never),
  ];
  expect(use()).toEqual({ underWay: 6, ended: 0 });
  const [first, second, ...rest] = answers;
  first?.();
  second?.(new Error("the database is away"));
  await Promise.allSettled(asked.slice(0, 2));
  expect(use()).toEqual({ underWay: 4, ended: 2 });
  for (const answer of rest) answer();
  await Promise.all(asked.slice(2));
  expect(use()).toEqual({ underWay: 0, ended: 6 });
});
