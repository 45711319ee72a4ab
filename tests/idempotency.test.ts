import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { usePurse } from "./harness/purse.ts";
import { adjust, payment } from "./harness/requests.ts";

const purse = usePurse();
const gateway = useGateway(purse);
const account = { type: "bank_account", account_name: "A", account_no: "12345678" };

async function merchantWith() {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const send = (path: string, body: unknown, idempotencyKey: string) =>
    purse.call("POST", path, { key, body, headers: { "Idempotency-Key": idempotencyKey } });
  const users = async () => {
    const path = `/v1/wallets/list/${merchant.merchant_wallet_id}?page=1&count=100`;
    return (await purse.call("GET", path, { key })).data.total;
  };
  return { merchant, key, send, users };
}

describe("the same key with the same content", () => {
  test("gets the first answer again, byte for byte, on every write", async () => {
    const { merchant, send, users } = await merchantWith();
    const twice = async (path: string, body: unknown) => {
      const [key] = [randomUUID()];
      const first = await send(path, body, key);
      const again = await send(path, body, key);
      expect([again.status, again.text]).toEqual([first.status, first.text]);
      expect(first.status).toBe(200);
      return first.data;
    };
    const wallet = await twice("/v1/wallets", { type: "user" });
    expect(await users()).toBe(3);
    const charge = await twice("/v1/charges", payment(merchant));
    await twice("/v1/refunds", { charge_id: charge.id, refund_no: "r", amount: 100 });
    const settle = await twice("/v1/settles", account);
    const wallet_id = merchant.user_wallet_ids[0];
    await twice(`/v1/settles/${settle.id}/bind`, { wallet_id });
    await twice("/v1/withdrawals", {
      wallet_id,
      settle_id: settle.id,
      withdrawal_no: "w",
      amount: 1,
    });
    await twice(`/v1/wallets/${wallet.id}/disable`, undefined);
    await twice(`/v1/wallets/${wallet.id}/enable`, undefined);
    await twice(`/v1/settles/${settle.id}/disable`, undefined);
  });

  test("gets a refusal again, even when it would succeed by now", async () => {
    const { merchant, send } = await merchantWith();
    const body = { ...payment(merchant), amount: 1_000_001 };
    const first = await send("/v1/charges", body, "k");
    expect(first.key).toBe("balance_insufficient");
    await adjust(purse, merchant.user_wallet_ids[0]!, 1);
    expect((await send("/v1/charges", body, "k")).text).toBe(first.text);
    expect((await send("/v1/charges", body, "k2")).status).toBe(200);
  });

  test("in another order of fields is the same content", async () => {
    const { merchant, send } = await merchantWith();
    const body = payment(merchant);
    const first = await send("/v1/charges", body, "k");
    const turned = Object.fromEntries(Object.entries({ ...body, currency: "CNY" }).toReversed());
    expect((await send("/v1/charges", turned, "k")).text).toBe(first.text);
  });

  test("from 32 callers at once has one effect and one answer", async () => {
    const { send, users } = await merchantWith();
    const answers = await Promise.all(
      Array.from({ length: 32 }, () => send("/v1/wallets", { type: "user" }, "k")),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect(await users()).toBe(3);
  });

  test("works over tRPC too", async () => {
    const { key, users } = await merchantWith();
    const client = gateway.client({ "x-api-key": key, "idempotency-key": "trpc" });
    const first = await client.wallets.create.mutate({ type: "user" });
    expect(await client.wallets.create.mutate({ type: "user" })).toEqual(first);
    expect(await users()).toBe(3);
  });
});

test("a crash between the effect and its answer leaves the key usable, without a second effect", async () => {
  const { merchant, send, users } = await merchantWith();
  const first = await send("/v1/wallets", { type: "user" }, "wallet");
  const settle = await send("/v1/settles", account, "settle");
  const charge = await send("/v1/charges", payment(merchant), "charge");
  const { content_sha256: _, ...kept } = await purse.database.db
    .selectFrom("idempotency_keys")
    .selectAll()
    .where("merchant_id", "=", merchant.merchant_id)
    .where("key", "=", "wallet")
    .executeTakeFirstOrThrow();
  expect(kept).toMatchObject({ operation: "wallets.create", attempt: 1 });
  // As a process leaves the rows that dies before it keeps the answers.
  await sql`update idempotency_keys set answer_sealed = null, locked_until = now()
    where merchant_id = ${merchant.merchant_id}`.execute(purse.database.db);
  expect((await send("/v1/wallets", { type: "user" }, "wallet")).text).toBe(first.text);
  expect((await send("/v1/settles", account, "settle")).text).toBe(settle.text);
  const order = { ...payment(merchant), order_no: charge.data.order_no };
  expect((await send("/v1/charges", order, "charge")).text).toBe(charge.text);
  expect(await users()).toBe(3);
});

describe("a key is refused", () => {
  test("with other content, and on another operation", async () => {
    const { merchant, send } = await merchantWith();
    const body = payment(merchant);
    await send("/v1/charges", body, "k");
    for (const [path, other] of [
      ["/v1/charges", { ...body, amount: 101 }],
      ["/v1/wallets", { type: "user" }],
    ] as const) {
      const answer = await send(path, other, "k");
      expect([answer.status, answer.error?.code]).toEqual([400, 200_007]);
    }
  });

  test("when it is malformed", async () => {
    const { send } = await merchantWith();
    for (const key of ["a b", "x".repeat(256), ""]) {
      const { error } = await send("/v1/wallets", { type: "user" }, key);
      expect(error?.message).toMatch(/^param_error: Idempotency-Key: expected 1 to 255/);
    }
  });

  test("while a twin is at it for longer than one can wait", async () => {
    const { merchant, send } = await merchantWith();
    const slow = purse.database.sqlTransaction(async ({ run }) => {
      await run("lock table charges in exclusive mode");
      await new Promise((resolve) => setTimeout(resolve, 3000));
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const body = payment(merchant);
    const first = send("/v1/charges", body, "k");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const twin = await send("/v1/charges", body, "k");
    await slow;
    const done = await first;
    // On the embedded database's one connection the twin waits for the lock itself.
    if (twin.status === 200) expect(twin.text).toBe(done.text);
    else expect([twin.status, twin.error?.code]).toEqual([403, 200_003]);
  });
});

test("a key belongs to one merchant, and faults of the input are not kept under it", async () => {
  const [one, other] = [await merchantWith(), await merchantWith()];
  const first = await one.send("/v1/wallets", { type: "user" }, "k");
  const foreign = await other.send("/v1/wallets", { type: "user" }, "k");
  expect(foreign.data.id).not.toBe(first.data.id);
  expect((await one.send("/v1/wallets", { type: "robot" }, "k3")).key).toBe("param_error");
  expect((await one.send("/v1/wallets", { type: "user" }, "k3")).status).toBe(200);
});
