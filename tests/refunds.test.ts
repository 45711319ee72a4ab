import { describe, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { adjust, payment } from "./harness/requests.ts";

const purse = usePurse();

async function paid(amount: number) {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const body = { ...payment(merchant), amount };
  const { data: charge } = await purse.call("POST", "/v1/charges", { key, body });
  const refund = (refund_no: string, part: number, more = {}) =>
    purse.call("POST", "/v1/refunds", {
      key,
      body: { charge_id: charge.id, refund_no, amount: part, ...more },
    });
  const read = async () => (await purse.call("GET", `/v1/charges/${charge.id}`, { key })).data;
  return { merchant, key, charge, refund, read };
}

describe("a refund", () => {
  test("returns a charge's money in parts until nothing is left", async () => {
    const { key, charge, refund, read, merchant } = await paid(100);
    const first = await refund("r1", 30, { reason: "too late" });
    expect(first.data).toMatchObject({
      charge_id: charge.id,
      amount: 30,
      status: "succeeded",
      reason: "too late",
    });
    expect(await read()).toMatchObject({ status: "partly_refunded", amount_refunded: 30 });
    const over = await refund("r2", 71);
    expect([over.status, over.error?.message]).toEqual([
      402,
      "refund_amount_exceeded: amount: 70 is left",
    ]);
    expect((await refund("r2", 70)).status).toBe(200);
    expect(await read()).toMatchObject({ status: "refunded", amount_refunded: 100 });
    const got = await purse.call("GET", `/v1/refunds/${first.data.id}`, { key });
    expect(got.text).toBe(first.text);
    for (const wallet of [merchant.merchant_wallet_id, merchant.user_wallet_ids[0]]) {
      const path = `/v1/refunds/list/${wallet}?page=1&count=1`;
      const list = await purse.call("GET", path, { key });
      expect(list.data).toEqual({ items: [first.data], page: 1, count: 1, total: 2 });
    }
  });

  test("answers the same refund to the same number and content", async () => {
    const { charge, refund, read } = await paid(100);
    const first = await refund("r1", 100);
    expect((await refund("r1", 100)).text).toBe(first.text);
    expect(await read()).toMatchObject({ amount_refunded: 100 });
    for (const change of [{ amount: 99 }, { reason: "another" }]) {
      const other = await refund("r1", 100, change);
      expect([other.status, other.key]).toEqual([402, "charge_order_no_used"]);
    }
    expect(charge.status).toBe("paid");
  });

  test("of many at once never returns more than was paid", async () => {
    const { refund, read } = await paid(100);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => refund(`r${n}`, 30)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(3);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ key }) => key))).toEqual(new Set(["refund_amount_exceeded"]));
    expect(await read()).toMatchObject({ status: "partly_refunded", amount_refunded: 90 });
  });

  test("sent 20 times at once happens once", async () => {
    const { refund, read } = await paid(100);
    const answers = await Promise.all(Array.from({ length: 20 }, () => refund("r", 10)));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(await read()).toMatchObject({ amount_refunded: 10 });
  });

  test("needs the money to be there still", async () => {
    const { merchant, refund, read } = await paid(100);
    await adjust(purse, merchant.merchant_wallet_id, -50);
    const answer = await refund("r", 100);
    expect([answer.status, answer.key]).toEqual([402, "balance_insufficient"]);
    expect(await read()).toMatchObject({ status: "paid", amount_refunded: 0 });
  });

  test("is refused while a wallet of the charge is disabled", async () => {
    const { merchant, key, refund } = await paid(100);
    const path = `/v1/wallets/${merchant.user_wallet_ids[0]}`;
    await purse.call("POST", `${path}/disable`, { key });
    expect((await refund("r", 1)).error?.message).toBe(
      "wallet_not_use: payer_wallet_id of the charge",
    );
  });

  test("of another key's charge, or of none, is refused alike", async () => {
    const { charge, refund } = await paid(100);
    const { data: made } = await refund("r", 1);
    const { api_key: key } = await purse.merchant();
    for (const charge_id of [charge.id, "chg_0"]) {
      const body = { charge_id, refund_no: "x", amount: 1 };
      const { status, text } = await purse.call("POST", "/v1/refunds", { key, body });
      expect([status, JSON.parse(text).code]).toEqual([404, 200_005]);
    }
    for (const id of [made.id, "ref_0"]) {
      const { status, error } = await purse.call("GET", `/v1/refunds/${id}`, { key });
      expect([status, error?.code]).toEqual([404, 100_030]);
    }
  });
});
