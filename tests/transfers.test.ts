import { expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";

const purse = usePurse();

async function sender() {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const [one, other] = merchant.user_wallet_ids;
  let numbers = 0;
  const send = (amount: number, change = {}) => {
    numbers += 1;
    const body = { channel: "balance", wallet_id: one, to_wallet_id: other, amount };
    const transfer_no = `t${numbers}`;
    return purse.call("POST", "/v1/transfers", { key, body: { ...body, transfer_no, ...change } });
  };
  const balance = async (wallet: string | undefined) =>
    (await purse.call("GET", `/v1/wallets/${wallet}`, { key })).data.balances[0]?.available ?? 0;
  return { merchant, key, one: one!, other: other!, send, balance };
}

test("a transfer moves money from wallet to wallet at once", async () => {
  const { key, one, other, send, balance, merchant } = await sender();
  const sent = await send(300, { remark: "dinner" });
  expect(sent.data).toMatchObject({
    wallet_id: one,
    to_wallet_id: other,
    amount: 300,
    status: "succeeded",
    remark: "dinner",
  });
  const back = await send(100, { wallet_id: other, to_wallet_id: one });
  const paid = await send(5, { to_wallet_id: merchant.merchant_wallet_id });
  expect([await balance(one), await balance(other)]).toEqual([999_795, 1_000_200]);
  const list = async (wallet: string, query: string) =>
    (await purse.call("GET", `/v1/transfers/list/${wallet}?${query}`, { key })).data;
  expect(await list(one, "page=1&count=2")).toEqual({
    items: [sent.data, back.data],
    page: 1,
    count: 2,
    total: 3,
  });
  expect((await list(one, "page=2&count=2")).items).toEqual([paid.data]);
  expect((await list(other, "page=1&count=9")).items).toEqual([sent.data, back.data]);
  const read = await purse.call("GET", `/v1/transfers/${sent.data.id}`, { key });
  expect(read.text).toBe(sent.text);
});

test("transfers that cross on two wallets all happen, without a deadlock", async () => {
  const { one, other, send, balance } = await sender();
  const turned = { wallet_id: other, to_wallet_id: one };
  const answers = await Promise.all(
    Array.from({ length: 64 }, (_, index) => send(10 + (index % 2), index % 2 ? turned : {})),
  );
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect([await balance(one), await balance(other)]).toEqual([1_000_032, 999_968]);
});

test("a wallet is drained exactly, however many try at once", async () => {
  const { one, other, send, balance } = await sender();
  const answers = await Promise.all(Array.from({ length: 30 }, () => send(70_000)));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(14);
  expect(new Set(answers.map(({ key }) => key))).toEqual(
    new Set(["success", "balance_insufficient"]),
  );
  expect([await balance(one), await balance(other)]).toEqual([20_000, 1_980_000]);
});

test("the same number answers the same transfer, and other content is refused", async () => {
  const { send, balance, one } = await sender();
  const same = { transfer_no: "same" };
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(50, same)));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(await balance(one)).toBe(999_950);
  for (const change of [{ amount: 51 }, { remark: "x" }]) {
    const answer = await send(50, { ...same, ...change });
    expect([answer.status, answer.error?.code]).toEqual([402, 100_024]);
  }
});

test("a transfer is refused by the narrowest code", async () => {
  const { key, one, send } = await sender();
  const stranger = await sender();
  const cases = [
    [{ channel: "" }, 100_040],
    [{ wallet_id: "" }, 100_048],
    [{ to_wallet_id: undefined }, 100_048],
    [{ wallet_id: "wal_0" }, 100_043],
    [{ to_wallet_id: "wal_0" }, 100_043],
    [{ to_wallet_id: stranger.one }, 100_035],
    [{ to_wallet_id: stranger.merchant.merchant_wallet_id }, 100_034],
    [{ to_wallet_id: one }, 10_002],
    [{ channel: "alipay" }, 200_012],
    [{ amount: 1_000_001 }, 200_006],
    [{ currency: "EUR" }, 200_006],
  ] as const;
  for (const [change, code] of cases) expect((await send(1, change)).error?.code).toBe(code);
  await purse.call("POST", `/v1/wallets/${one}/disable`, { key });
  expect((await send(1)).error?.message).toBe("wallet_not_use: wallet_id");
  const read = await purse.call("GET", "/v1/transfers/trf_0", { key });
  expect([read.status, read.error?.code]).toEqual([404, 200_005]);
});
