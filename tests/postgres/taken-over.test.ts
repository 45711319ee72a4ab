import { randomUUID } from "node:crypto";
import { openPostgres } from "@purse/storage";
import { expect, test } from "vitest";
import { usePurse } from "../harness/purse.ts";
import { payment } from "../harness/requests.ts";

const purse = usePurse();

test("who was taken for dead, and who took its key over, make one thing and answer the same", async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const [from, to] = merchant.user_wallet_ids;
  const transfer = { channel: "balance", wallet_id: from, to_wallet_id: to, amount: 10 };
  const requests = [
    ["/v1/charges", payment(merchant)],
    ["/v1/transfers", { ...transfer, transfer_no: randomUUID() }],
    ["/v1/wallets", { type: "user", name: "U" }],
  ] as const;
  const headers = (path: string) => ({ "Idempotency-Key": `taken-over-${path}` });
  const send = () =>
    requests.map(([path, body]) => purse.call("POST", path, { key, body, headers: headers(path) }));
  const answers = await purse.database.sqlTransaction(async ({ run }) => {
    await run("lock table charges, transfers, wallets in exclusive mode");
    const first = send();
    const taken = () =>
      purse.database.executeSql("select key from idempotency_keys where answer_sealed is null");
    await expect.poll(async () => (await taken()).rows.length).toBe(3);
    await purse.database.executeSql("update idempotency_keys set locked_until = now()");
    const second = send();
    // Both are in the middle of their work now.
    const waiting = () =>
      purse.database.executeSql(
        `select pid from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock'`,
      );
    await expect.poll(async () => (await waiting()).rows.length).toBe(6);
    return [...first, ...second];
  });
  const all = await Promise.all(answers);
  expect(all.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
  const ids = all.map(({ data }) => data.id);
  expect(ids.slice(0, 3)).toEqual(ids.slice(3));
});

test("a check of the books that another one has passed meanwhile freezes nothing and thaws nothing", async () => {
  const merchant = await purse.merchant();
  const frozen = async () => {
    const sql = "select id from wallets where is_frozen order by id";
    return (await purse.database.executeSql(sql)).rows.map(({ id }) => id);
  };
  const other = openPostgres({ url: purse.database.url!, onConnectionError: () => {} });
  try {
    const [late] = await other.sqlTransaction(async ({ run }) => {
      // It stands still in the middle, as does a process that is stopped.
      await run("lock table withdrawals in access exclusive mode");
      const began = Promise.withResolvers<void>();
      const checking = purse.house.core.checkLedger({ onProgress: () => began.resolve() });
      await began.promise;
      await purse.database.executeSql(`
        insert into ledger_checks (entries, postings, accounts, violations) values (0, 0, 0, 1);
        update wallets set is_frozen = true where id = '${merchant.merchant_wallet_id}'`);
      return [checking] as const;
    });
    expect(await late).toMatchObject({ ok: true });
    expect(await frozen()).toEqual([merchant.merchant_wallet_id]);
    expect(await purse.house.core.checkLedger()).toMatchObject({ ok: true });
    expect(await frozen()).toEqual([]);
  } finally {
    await other.close();
  }
});
