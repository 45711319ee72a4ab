import { startWorker } from "@purse/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "./harness/database.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
  await database.executeSql(`
    insert into merchants (id, name, mode) values ('mer_1', 'shop', 'test');
    insert into wallets (id, merchant_id, type) values ('wal_1', 'mer_1', 'merchant')`);
});
afterAll(() => database.close());

test("what is old goes, over many batches, and nothing younger", async () => {
  await database.executeSql(`
    insert into idempotency_keys
      (merchant_id, key, operation, content_sha256, seed, locked_until, created_at)
    select 'mer_1', key, 'charges.create', sha256(''), 'idk_1', now() + lease, now() - age
    from (values
      ('47 hours', '-1 s'::interval, '47 hours'::interval),
      ('49 hours', '-1 s', '49 hours'),
      ('49 hours, in use', '5 s', '49 hours')
    ) as keys (key, lease, age)
    union all
    select 'mer_1', 'old ' || n, 'charges.create', sha256(''), 'idk_1', now() - interval '1 s',
      now() - interval '3 days' from generate_series(1, 2100) n;
    insert into random_keys (id, merchant_id, wallet_id, random_key_sealed, expires_at)
    select id, 'mer_1', 'wal_1', 'k', now() - age
    from (values
      ('fresh', '-5 min'::interval), ('23 hours', '23 hours'), ('25 hours', '25 hours')
    ) as keys (id, age)`);
  await database.executeSql(`
    insert into nonces (key_id, nonce, seen_at) select 'key_1', nonce, now() - age
    from (values
      ('seen 10 minutes ago', '10 minutes'::interval), ('seen 12 minutes ago', '12 minutes')
    ) as nonces (nonce, age)`);
  await runPruneJob();
  const keys = await database.executeSql("select key from idempotency_keys order by key");
  expect(keys.rows).toEqual([{ key: "47 hours" }, { key: "49 hours, in use" }]);
  const nonces = await database.executeSql("select nonce from nonces");
  expect(nonces.rows).toEqual([{ nonce: "seen 10 minutes ago" }]);
  const randomKeys = await database.executeSql("select id from random_keys order by id");
  expect(randomKeys.rows).toEqual([{ id: "23 hours" }, { id: "fresh" }]);
});

test("calls to channels go like requests, what was counted of codes much later", async () => {
  const { executeSql } = database;
  await executeSql(`
    insert into channel_calls
      (at, channel, operation, no, outcome, is_unforeseen, duration_ms)
    select now() - age::interval, 'alipay', 'pay', age, 'succeeded', false, 1
    from unnest(array['13 days', '15 days']) age;
    insert into code_counts (minute, code, total)
    select date_trunc('minute', now() - days * interval '1 day'), days, 1
    from unnest(array[399, 401]) days`);
  await runPruneJob();
  expect((await executeSql("select no from channel_calls")).rows).toEqual([{ no: "13 days" }]);
  expect((await executeSql("select code from code_counts")).rows).toEqual([{ code: 399 }]);
});

test("requests older than two weeks go, and all but the last million", async () => {
  const { executeSql } = database;
  const insert = (number: string, id: string, age: string) =>
    executeSql(`insert into requests
        (number, request_id, at, method, path, status, code, duration_ms)
      overriding system value
      select number, '${id}', now() - interval '${age}', 'GET', '/', 200, 0, 1
      from generate_series(${number}) number`);
  await insert("1, 1500", "old", "15 days");
  await insert("1501, 1503", "young", "13 days");
  const left = async () =>
    (await executeSql("select number from requests order by number")).rows.map(
      ({ number }) => number,
    );
  await runPruneJob();
  expect(await left()).toEqual([1501, 1502, 1503]);
  await insert("1001502, 1001502", "last", "1 day");
  await runPruneJob();
  expect(await left()).toEqual([1503, 1_001_502]);
});

/** Has a worker do what comes by itself, again and again. */
async function runPruneJob(): Promise<void> {
  await database.executeSql("delete from pgboss.job");
  await database.executeSql(`insert into pgboss.job (name) values ('prune')`);
  const stop = await startWorker(database, {
    handle: async () => undefined,
    onError(error) {
      throw error;
    },
  });
  const state = async () =>
    (await database.executeSql(`select state from pgboss.job where name = 'prune'`)).rows;
  await expect.poll(state, { timeout: 10_000 }).toEqual([{ state: "completed" }]);
  await stop();
}
