import { describe, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";

const purse = usePurse();
const unknown = "wal_00000000000000000000000000000000";

describe("a wallet", () => {
  test("is opened, read and listed", async () => {
    const { api_key: key, merchant_wallet_id, user_wallet_ids } = await purse.merchant();
    const body = { type: "user", name: "小明 🧧" };
    const opened = await purse.call("POST", "/v1/wallets", { key, body });
    expect(opened.data).toMatchObject({ ...body, status: "active", balances: [] });
    expect(opened.data.id).toMatch(/^wal_[0-9a-f]{32}$/);
    const read = await purse.call("GET", `/v1/wallets/${opened.data.id}`, { key });
    expect(read.text).toBe(opened.text);
    const path = `/v1/wallets/list/${merchant_wallet_id}`;
    const first = await purse.call("GET", `${path}?page=1&count=2`, { key });
    expect(first.data.items.map(({ id }: { id: string }) => id)).toEqual(user_wallet_ids);
    const second = await purse.call("GET", `${path}?page=2&count=2`, { key });
    expect(second.data).toEqual({ items: [opened.data], page: 2, count: 2, total: 3 });
    expect(first.data.items[0].balances).toEqual([
      { currency: "CNY", available: 1_000_000, held: 0 },
    ]);
  });

  test("of a merchant is the only one under its key, however many ask at once", async () => {
    const { api_key: key } = await purse.merchant();
    const body = { type: "merchant" };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => purse.call("POST", "/v1/wallets", { key, body })),
    );
    for (const { status, error } of answers) expect([status, error?.code]).toEqual([402, 100_039]);
  });

  test("that is disabled can be enabled again, and repeating does no harm", async () => {
    const { api_key: key, user_wallet_ids } = await purse.merchant();
    const path = `/v1/wallets/${user_wallet_ids[0]}`;
    for (const [verb, status] of [
      ["disable", "disabled"],
      ["disable", "disabled"],
      ["enable", "active"],
      ["enable", "active"],
    ]) {
      const answer = await purse.call("POST", `${path}/${verb}`, { key });
      expect(answer.data.status).toBe(status);
    }
  });

  test("of a user has no list of user wallets", async () => {
    const { api_key: key, user_wallet_ids } = await purse.merchant();
    const path = `/v1/wallets/list/${user_wallet_ids[0]}?page=1&count=1`;
    const { error } = await purse.call("GET", path, { key });
    expect(error?.message).toBe("param_error: wallet_id: expected a merchant wallet");
  });
});

const paths = [
  ["GET", (id: string) => `/v1/wallets/${id}`],
  ["POST", (id: string) => `/v1/wallets/${id}/disable`],
  ["POST", (id: string) => `/v1/wallets/${id}/enable`],
  ["GET", (id: string) => `/v1/wallets/list/${id}?page=1&count=1`],
  ["GET", (id: string) => `/v1/charges/list/${id}?page=1&count=1`],
  ["GET", (id: string) => `/v1/refunds/list/${id}?page=1&count=1`],
] as const;

describe.each(paths)("%s %s", (method, pathOf) => {
  test("tells an unknown wallet from another key's", async () => {
    const [one, other] = [await purse.merchant(), await purse.merchant()];
    const ask = async (id: string) => {
      const { status, error } = await purse.call(method, pathOf(id), { key: one.api_key });
      return [status, error?.code, error?.detail];
    };
    expect(await ask(unknown)).toEqual([404, 10_001, undefined]);
    expect(await ask(other.merchant_wallet_id)).toEqual([401, 100_034, undefined]);
    expect(await ask(other.user_wallet_ids[0]!)).toEqual([404, 100_035, undefined]);
  });

  test("asks for a key", async () => {
    for (const key of [undefined, ""]) {
      const { status, error } = await purse.call(method, pathOf(unknown), { key });
      expect([status, error?.code]).toEqual([401, 401]);
    }
    const { status, error } = await purse.call(method, pathOf(unknown), { key: "purse_test_x" });
    expect([status, error?.code]).toEqual([401, 200_001]);
  });
});
