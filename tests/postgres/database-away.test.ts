import { spawn } from "node:child_process";
import { once } from "node:events";
import { createTrialMerchant, furnish, secretBox } from "@purse/purse";
import { createStorage, keySlots, openPostgres } from "@purse/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TcpProxy } from "../crash/world/tcp-proxy.ts";
import { main } from "../harness/command.ts";
import { openTestDatabase, type TestDatabase } from "../harness/database.ts";

let database: TestDatabase;
let proxy: TcpProxy;
beforeAll(async () => {
  database = await openTestDatabase();
  proxy = await TcpProxy.open(Number(new URL(database.url!).port), Math.random);
});
afterAll(async () => {
  await proxy.close();
  await database.close();
});

/** A house whose way to the database is the proxy. */
function openHouse(connectionsMax: number) {
  const url = new URL(database.url!);
  url.port = String(proxy.port);
  const onConnectionError = () => {};
  return furnish(openPostgres({ url: url.href, connectionsMax, onConnectionError }));
}

test("connections whose other end is gone without a word are given up, and requests told so", async () => {
  const house = openHouse(4);
  const read = () => house.core.authenticate("purse_test_none");
  const all = () => Promise.all(Array.from({ length: 4 }, read));
  expect((await all()).map(({ ok }) => ok)).toEqual([false, false, false, false]);
  // From now on nothing comes back on these, and no machine says that they are closed.
  proxy.abandon();
  const since = performance.now();
  for (const result of await all()) {
    expect(result).toMatchObject({ ok: false, error: { key: "service_unavailable" } });
  }
  expect(performance.now() - since).toBeLessThan(8000);
  expect(await read()).toMatchObject({ ok: false, error: { key: "api_key_invalid" } });
  await house.close();
});

test("a connection that breaks in the middle of a transaction is the database's absence", async () => {
  const house = openHouse(1);
  const broken = house.core.operate("test", (scope) =>
    scope.transaction(async (tx) => {
      await tx.merchantOfWallet("wal_1");
      proxy.cut();
      await new Promise((resolve) => setTimeout(resolve, 100));
      return tx.merchantOfWallet("wal_1");
    }),
  );
  expect(await broken).toMatchObject({ ok: false, error: { key: "service_unavailable" } });
  await house.close();
});

test("who waits for a key's slots while the connection breaks hears that the database is away", async () => {
  const { key_id } = await createTrialMerchant(furnish(database).core, "slots", 1);
  const url = new URL(database.url!);
  url.port = String(proxy.port);
  const far = openPostgres({ url: url.href, onConnectionError: () => {} });
  const slots = keySlots(far.db, 10);
  expect(await slots.enter(key_id)).toBeDefined();
  proxy.weather = { kind: "silent" };
  // By now the replica has said what it needs, and waits for the answer.
  await new Promise((resolve) => setTimeout(resolve, 1500));
  const waiting = slots.enter(key_id);
  const heard = expect(waiting).rejects.toMatchObject({ name: "Unavailable" });
  proxy.cut();
  await heard;
  proxy.weather = { kind: "fair" };
  await slots.close();
  await far.close();
});

test("a statement that waits too long for a lock is the database's absence, in a transaction or not", async () => {
  const { merchant_id } = await createTrialMerchant(furnish(database).core, "locked", 1);
  const { idempotency } = createStorage(database, secretBox([]));
  const request = { merchant_id, key: "k", operation: "o", content: "c", seed: "idk_1" };
  await database.sqlTransaction(async ({ run }) => {
    await run("lock table idempotency_keys in exclusive mode");
    await expect(idempotency.reserve(request)).rejects.toMatchObject({ name: "Unavailable" });
  });
  expect(await idempotency.reserve(request)).toMatchObject({ state: "taken" });
});

test("a replica that starts while the database is away waits for it, and says so", {
  timeout: 60_000,
}, async () => {
  proxy.weather = { kind: "refusing" };
  const url = new URL(database.url!);
  url.port = String(proxy.port);
  const ports = { PURSE_SERVER_PORT: "0", PURSE_GATEWAY_PORT: "0", PURSE_LOG_LEVEL: "info" };
  const env = {
    ...process.env,
    ...ports,
    DATABASE_URL: url.href,
    PURSE_OPERATOR_TOKEN: "o".repeat(16),
  };
  const started = spawn(process.execPath, [main, "serve"], { env });
  const ended = once(started, "exit");
  let log = "";
  for await (const chunk of started.stderr.setEncoding("utf8")) {
    log += chunk;
    if (log.includes("waiting for the database")) proxy.weather = { kind: "fair" };
    if (log.includes('"listening"')) break;
  }
  expect(log).toContain("waiting for the database");
  expect(log).toContain('"listening"');
  started.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
});
