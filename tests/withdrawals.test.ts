import { registryErrorOf } from "@purse/contract";
import { describe, expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { signedHeaders, signingKey } from "./harness/signing.ts";

const purse = usePurse();
const gateway = useGateway(purse);
const account = { type: "bank_account", account_name: "茶馆", account_no: "6222020001112223" };

/** A user wallet of 1,000,000 fen with a settlement object bound to it. */
async function bound() {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const wallet_id = merchant.user_wallet_ids[0]!;
  const settle = await purse.call("POST", "/v1/settles", { key, body: account });
  const path = `/v1/settles/${settle.data.id}`;
  const bind = (id: string) => purse.call("POST", `${path}/bind`, { key, body: { wallet_id: id } });
  expect((await bind(wallet_id)).status).toBe(200);
  let numbers = 0;
  const withdraw = (amount: number, change = {}) => {
    numbers += 1;
    const body = { wallet_id, settle_id: settle.data.id, withdrawal_no: `w${numbers}`, amount };
    return purse.call("POST", "/v1/withdrawals", { key, body: { ...body, ...change } });
  };
  const balance = async () =>
    (await purse.call("GET", `/v1/wallets/${wallet_id}`, { key })).data.balances[0];
  return { merchant, key, wallet_id, settle: settle.data, path, bind, withdraw, balance };
}

describe("a settlement object", () => {
  test("shows of its account's number only the tail, and is listed where it is bound", async () => {
    const { key, settle, wallet_id, path } = await bound();
    expect(settle).toMatchObject({ account_no_tail: "2223", status: "active", bank_name: null });
    expect(JSON.stringify(settle)).not.toContain(account.account_no);
    expect((await purse.call("GET", path, { key })).data).toEqual(settle);
    const list = `/v1/settles/list/${wallet_id}?page=1&count=5`;
    expect((await purse.call("GET", list, { key })).data).toMatchObject({
      items: [settle],
      total: 1,
    });
  });

  test("is bound to a wallet once, however many ask at once", async () => {
    const { bind, merchant } = await bound();
    const other = merchant.user_wallet_ids[1]!;
    const answers = await Promise.all(Array.from({ length: 8 }, () => bind(other)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ error }) => error?.code))).toEqual(new Set([100_041]));
  });

  test("is refused when it is unknown, another key's, or disabled", async () => {
    const { key, settle, path, withdraw, bind, merchant } = await bound();
    const stranger = (await purse.merchant()).api_key;
    for (const [method, suffix, body] of [
      ["GET", "", undefined],
      ["POST", "/bind", { wallet_id: "wal_0" }],
      ["POST", "/disable", undefined],
    ] as const) {
      for (const [id, asker] of [
        ["stl_0", key],
        [settle.id, stranger],
      ]) {
        const answer = await purse.call(method, `/v1/settles/${id}${suffix}`, { key: asker, body });
        expect([answer.status, answer.error?.code]).toEqual([404, 100_037]);
      }
    }
    expect((await purse.call("POST", `${path}/disable`, { key })).data.status).toBe("disabled");
    expect((await purse.call("POST", `${path}/disable`, { key })).data.status).toBe("disabled");
    expect((await bind(merchant.user_wallet_ids[1]!)).error?.code).toBe(100_038);
    expect((await withdraw(1)).error?.message).toMatch(/^settle_not_use: stl_.* is disabled$/);
  });

  test("of a live key waits for an operator", async () => {
    const key = await signingKey(purse, "live", "live", "ed25519");
    const post = async (path: string, fields: object) => {
      const body = JSON.stringify(fields);
      const request = { method: "POST", url: purse.url + path, body };
      return purse.call("POST", path, { body, headers: await signedHeaders(key, request) });
    };
    const wallet = await post("/v1/wallets", { type: "user" });
    const settle = await post("/v1/settles", account);
    const bind = () => post(`/v1/settles/${settle.data.id}/bind`, { wallet_id: wallet.data.id });
    expect((await bind()).error?.message).toMatch(/^settle_not_use: stl_.* is unverified$/);
    const { settles } = gateway.client().operator;
    expect((await settles.verify.mutate({ settle_id: settle.data.id })).status).toBe("active");
    expect((await bind()).status).toBe(200);
  });
});

describe("a withdrawal", () => {
  test("holds the money until an operator says how it ended", async () => {
    const { key, wallet_id, withdraw, balance } = await bound();
    const { operator } = gateway.client();
    const [paid, failed] = [await withdraw(300), await withdraw(500)];
    expect(paid.data).toMatchObject({ status: "pending", resolved_at: null, amount: 300 });
    expect(await balance()).toEqual({ currency: "CNY", available: 999_200, held: 800 });
    const resolve = (id: string, outcome: "succeeded" | "failed") =>
      operator.withdrawals.resolve.mutate({ withdrawal_id: id, outcome });
    await resolve(paid.data.id, "succeeded");
    await resolve(paid.data.id, "succeeded");
    await resolve(failed.data.id, "failed");
    expect(await balance()).toEqual({ currency: "CNY", available: 999_700, held: 0 });
    const other = await resolve(paid.data.id, "failed").catch((error: unknown) => error);
    expect(registryErrorOf(other)?.key).toBe("param_error");
    const unknown = await resolve("wdr_0", "failed").catch((error: unknown) => error);
    expect(registryErrorOf(unknown)?.key).toBe("resource_not_exist");
    const list = await purse.call("GET", `/v1/withdrawals/list/${wallet_id}?page=1&count=5`, {
      key,
    });
    expect(list.data.items.map(({ status }: { status: string }) => status)).toEqual([
      "succeeded",
      "failed",
    ]);
    const read = await purse.call("GET", `/v1/withdrawals/${paid.data.id}`, { key });
    expect(read.data).toEqual(list.data.items[0]);
  });

  test("takes what is there and not one fen more, held money not counted", async () => {
    const { withdraw, merchant, key, balance } = await bound();
    expect((await withdraw(999_999)).status).toBe(200);
    expect((await withdraw(2)).error?.code).toBe(200_006);
    const charge = { ...payment(merchant), amount: 2 };
    expect((await purse.call("POST", "/v1/charges", { key, body: charge })).key).toBe(
      "balance_insufficient",
    );
    expect((await withdraw(1)).status).toBe(200);
    expect(await balance()).toMatchObject({ available: 0, held: 1_000_000 });
    expect((await withdraw(1, { currency: "USD" })).error?.code).toBe(200_006);
  });

  test("of many at once never holds more than there is", async () => {
    const { withdraw, balance } = await bound();
    const answers = await Promise.all(Array.from({ length: 20 }, () => withdraw(300_000)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    expect(await balance()).toMatchObject({ available: 100_000, held: 900_000 });
  });

  test("answers the same withdrawal to the same number and content", async () => {
    const { withdraw, balance } = await bound();
    const same = { withdrawal_no: "same" };
    const answers = await Promise.all(Array.from({ length: 8 }, () => withdraw(100, same)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await balance()).toMatchObject({ held: 100 });
    expect((await withdraw(101, same)).key).toBe("charge_order_no_used");
  });

  test("is refused by the narrowest code", async () => {
    const { withdraw, merchant, key, wallet_id } = await bound();
    const other = await bound();
    const foreign = { wallet_id: other.merchant.merchant_wallet_id };
    const cases = [
      [{ settle_id: null }, 100_047],
      [{ settle_id: "" }, 100_047],
      [{ wallet_id: null }, 100_048],
      [{ wallet_id: "wal_0" }, 100_043],
      [foreign, 100_034],
      [{ wallet_id: other.wallet_id }, 100_035],
      [{ settle_id: "stl_0" }, 100_037],
      [{ settle_id: other.settle.id }, 100_037],
      [{ wallet_id: merchant.user_wallet_ids[1] }, 200_010],
      [{ amount: 0 }, 10_002],
    ] as const;
    for (const [change, code] of cases) {
      expect((await withdraw(1, change)).error?.code).toBe(code);
    }
    await purse.call("POST", `/v1/wallets/${wallet_id}/disable`, { key });
    expect((await withdraw(1)).error?.code).toBe(100_036);
    const read = await purse.call("GET", "/v1/withdrawals/wdr_0", { key });
    expect([read.status, read.error?.code]).toEqual([404, 200_005]);
  });
});

test("a wallet's transactions are its ledger entries, each with the balance after it", async () => {
  const { merchant, key, wallet_id, withdraw } = await bound();
  const charge = await purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
  const refund = { charge_id: charge.data.id, refund_no: "r", amount: 40 };
  const refunded = await purse.call("POST", "/v1/refunds", { key, body: refund });
  const withdrawal = await withdraw(10);
  const outcome = { withdrawal_id: withdrawal.data.id, outcome: "succeeded" } as const;
  await gateway.client().operator.withdrawals.resolve.mutate(outcome);
  const list = async (query: string) =>
    (await purse.call("GET", `/v1/transactions/list/${wallet_id}?${query}`, { key })).data;
  const { items, total } = await list("page=1&count=10");
  expect(total).toBe(4);
  expect(items.map((item: Record<string, unknown>) => Object.values(item).slice(0, 6))).toEqual([
    [1, "adjustment", expect.stringMatching(/^adj_/), 1_000_000, "CNY", 1_000_000],
    [2, "charge", charge.data.id, -100, "CNY", 999_900],
    [3, "refund", refunded.data.id, 40, "CNY", 999_940],
    [4, "withdrawal", withdrawal.data.id, -10, "CNY", 999_930],
  ]);
  expect((await list("page=2&count=3")).items).toEqual([items[3]]);
  expect(await list("page=1&count=3&currency=USD")).toMatchObject({ items: [], total: 0 });
});
