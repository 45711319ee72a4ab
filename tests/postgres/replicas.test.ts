import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../harness/command.ts";
import { administer, urlOf } from "../harness/postgres.ts";
import { type Call, rest } from "../harness/rest.ts";

const run = promisify(execFile);
const name = `purse_replicas_${randomBytes(6).toString("hex")}`;
const env: NodeJS.ProcessEnv = {
  ...process.env,
  DATABASE_URL: urlOf(name),
  PURSE_SERVER_PORT: "0",
  // 64 at once are as many as a key may have by default, and one replica keeps a few for itself.
  PURSE_KEY_CONCURRENCY: "256",
};
const replicas: { process: ChildProcess; call: Call }[] = [];

async function startReplica() {
  const child = spawn(process.execPath, [main, "serve", "--only", "server"], {
    env,
    stdio: ["ignore", "ignore", "pipe"],
  });
  for await (const line of createInterface({ input: child.stderr })) {
    const { msg, urls } = JSON.parse(line);
    if (msg === "listening") return { process: child, call: rest(urls[0]) };
  }
  throw new Error("the replica ended before it listened");
}

beforeAll(async () => {
  await administer(`create database ${name}`);
  // Both find an empty database, and migrate it at once.
  replicas.push(...(await Promise.all([startReplica(), startReplica()])));
});
afterAll(async () => {
  for (const { process: child } of replicas) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await administer(`drop database ${name} with (force)`);
});

test("two replicas on one database make one charge of an order, and books that balance", async () => {
  const seeded = await run(process.execPath, [main, "seed", "--json"], { env });
  const [merchant] = JSON.parse(seeded.stdout).merchants;
  const key = merchant.api_key;
  const body = {
    channel: "balance",
    wallet_id: merchant.merchant_wallet_id,
    payer_wallet_id: merchant.user_wallet_ids[0],
    amount: 10,
  };
  const pay = (index: number, order_no: string) =>
    replicas[index % 2]!.call("POST", "/v1/charges", { key, body: { ...body, order_no } });
  const same = await Promise.all(Array.from({ length: 64 }, (_, index) => pay(index, "same")));
  expect(new Set(same.map(({ text }) => text)).size).toBe(1);
  expect(same[0]!.status).toBe(200);

  const different = await Promise.all(
    Array.from({ length: 64 }, (_, index) => pay(index, `order-${index}`)),
  );
  expect(different.filter(({ status }) => status !== 200)).toEqual([]);
  const { data } = different[0]!;
  const refunds = await Promise.all(
    Array.from({ length: 32 }, (_, index) =>
      replicas[index % 2]!.call("POST", "/v1/refunds", {
        key,
        body: { charge_id: data.id, refund_no: `r${index}`, amount: 3 },
      }),
    ),
  );
  expect(refunds.filter(({ status }) => status === 200)).toHaveLength(3);
  const wallet = await replicas[1]!.call("GET", `/v1/wallets/${body.wallet_id}`, { key });
  expect(wallet.data.balances).toEqual([{ currency: "CNY", available: 65 * 10 - 9, held: 0 }]);
  const check = await run(process.execPath, [main, "ledger", "check", "--json"], { env });
  expect(JSON.parse(check.stdout)).toMatchObject({ ok: true, violations: [] });
});
