import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { adjust } from "./harness/requests.ts";

const purse = usePurse();

test("what a wallet had at a moment stays what it was, whatever comes later", async () => {
  const amount = fc.integer({ min: -400, max: 600 }).filter((each) => each !== 0);
  await fc.assert(
    fc.asyncProperty(fc.array(amount, { minLength: 1, maxLength: 12 }), async (amounts) => {
      const merchant = await purse.merchant();
      const [wallet = ""] = merchant.user_wallet_ids;
      const key = merchant.api_key;
      const at = async (moment: Date) =>
        (
          await purse.call("GET", `/v1/wallets/${wallet}/balances?at=${moment.toISOString()}`, {
            key,
          })
        ).data.balances;
      const known = [{ moment: new Date(Date.now() - 60_000), balance: 0 }];
      let balance = 1_000_000;
      for (const each of amounts) {
        await adjust(purse, wallet, each);
        balance += each;
        // Moments are told in milliseconds, the database counts in microseconds.
        await sleep(2);
        known.push({ moment: new Date(), balance });
        await sleep(2);
      }
      for (const { moment, balance } of known) {
        expect(await at(moment)).toEqual([{ currency: "CNY", balance }]);
      }
    }),
    { numRuns: 20 },
  );
});

test("a movement counts from the time that it shows", async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const [wallet = ""] = merchant.user_wallet_ids;
  for (const amount of [5, 4, 3, 2, 1]) await adjust(purse, wallet, amount);
  const list = `/v1/transactions/list/${wallet}?page=1&count=10`;
  const { items } = (await purse.call("GET", list, { key })).data;
  expect(items).toHaveLength(6);
  const after = new Map<string, number>(
    items.map((item: { created_at: string; balance_after: number }) => [
      item.created_at,
      item.balance_after,
    ]),
  );
  await sleep(2);
  for (const [at, balance] of after) {
    const { data } = await purse.call("GET", `/v1/wallets/${wallet}/balances?at=${at}`, { key });
    expect(data).toEqual({ wallet_id: wallet, at, balances: [{ currency: "CNY", balance }] });
  }
});

test("a moment to come, none, and one that is no time are refused", async () => {
  const merchant = await purse.merchant();
  const path = `/v1/wallets/${merchant.merchant_wallet_id}/balances`;
  const ask = (query: string) => purse.call("GET", path + query, { key: merchant.api_key });
  const later = new Date(Date.now() + 60_000).toISOString();
  expect((await ask(`?at=${later}`)).error?.detail).toBe("at: expected a moment that has passed");
  expect((await ask("?at=yesterday")).key).toBe("param_error");
  expect((await ask("")).key).toBe("param_error");
  expect((await ask("?at=2026-01-01T00:00:00Z")).data.balances).toEqual([]);
  expect((await ask("?at=9999-12-31T23:59:59Z")).key).toBe("param_error");
  expect((await ask("?at=0000-01-01T00:00:00Z")).key).toBe("param_error");
  expect((await ask("?at=0001-01-01T00:00:00Z")).data.balances).toEqual([]);
});
