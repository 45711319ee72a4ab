import { describe, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const purse = usePurse();

async function balanceOf(key: string, wallet: string): Promise<number> {
  const { data } = await purse.call("GET", `/v1/wallets/${wallet}`, { key });
  return data.balances[0]?.available ?? 0;
}

describe("a charge by balance", () => {
  test("moves the money from the payer to the merchant at once", async () => {
    const merchant = await purse.merchant();
    const [payer] = merchant.user_wallet_ids;
    const key = merchant.api_key;
    const body = { ...payment(merchant), amount: 1250, subject: "Tea 茶" };
    const { status, data } = await purse.call("POST", "/v1/charges", { key, body });
    expect(status).toBe(200);
    expect(data).toMatchObject({ ...body, currency: "CNY", status: "paid", amount_refunded: 0 });
    expect(Date.parse(data.paid_at)).toBeGreaterThan(Date.now() - 60_000);
    expect(await balanceOf(key, payer!)).toBe(998_750);
    expect(await balanceOf(key, merchant.merchant_wallet_id)).toBe(1250);
    const read = await purse.call("GET", `/v1/charges/${data.id}`, { key });
    expect(read.data).toEqual(data);
  });

  test("takes the payer's last fen and not one more", async () => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const over = { ...payment(merchant), amount: 1_000_001 };
    const refused = await purse.call("POST", "/v1/charges", { key, body: over });
    expect([refused.status, refused.key]).toEqual([402, "balance_insufficient"]);
    // Refused, it left no trace: its order number is still free.
    const all = await purse.call("POST", "/v1/charges", {
      key,
      body: { ...over, amount: 1_000_000 },
    });
    expect(all.status).toBe(200);
    expect(await balanceOf(key, merchant.user_wallet_ids[0]!)).toBe(0);
  });

  test("keeps currencies apart", async () => {
    const merchant = await purse.merchant();
    const body = { ...payment(merchant), currency: "USD" };
    const answer = await purse.call("POST", "/v1/charges", { key: merchant.api_key, body });
    expect(answer.key).toBe("balance_insufficient");
  });

  test("refuses a receiver that could not hold the money", async () => {
    const merchant = await purse.merchant();
    const { adjust } = await import("./harness/requests.ts");
    await adjust(purse, merchant.merchant_wallet_id, Number.MAX_SAFE_INTEGER);
    const body = payment(merchant);
    const answer = await purse.call("POST", "/v1/charges", { key: merchant.api_key, body });
    expect(answer.error?.message).toBe("param_error: amount: the payee cannot hold so much");
  });
});

describe("an order number", () => {
  test("answers the same charge to the same content", async () => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const body = payment(merchant);
    const first = await purse.call("POST", "/v1/charges", { key, body });
    const again = await purse.call("POST", "/v1/charges", { key, body });
    expect(again.text).toBe(first.text);
    expect(await balanceOf(key, merchant.merchant_wallet_id)).toBe(body.amount);
  });

  test.each([
    ["amount", { amount: 2 }],
    ["payer", { payer_wallet_id: "other" }],
    ["subject", { subject: "another" }],
    ["currency", { currency: "USD" }],
  ])("is refused with another %s", async (_what, change) => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const body = payment(merchant);
    await purse.call("POST", "/v1/charges", { key, body });
    const other = { ...body, ...change };
    if ("payer_wallet_id" in change) other.payer_wallet_id = merchant.user_wallet_ids[1]!;
    const answer = await purse.call("POST", "/v1/charges", { key, body: other });
    expect([answer.status, answer.key]).toEqual([402, "charge_order_no_used"]);
  });

  test("belongs to one merchant: another one may use it too", async () => {
    const [one, other] = [await purse.merchant(), await purse.merchant()];
    const order = { order_no: "shared-1" };
    for (const merchant of [one, other]) {
      const body = { ...payment(merchant), ...order };
      const answer = await purse.call("POST", "/v1/charges", { key: merchant.api_key, body });
      expect(answer.status).toBe(200);
    }
  });

  test("of a charge refunded in full is closed", async () => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const body = payment(merchant);
    const { data } = await purse.call("POST", "/v1/charges", { key, body });
    const refund = { charge_id: data.id, refund_no: "r", amount: body.amount };
    await purse.call("POST", "/v1/refunds", { key, body: refund });
    const answer = await purse.call("POST", "/v1/charges", { key, body });
    expect([answer.status, answer.key]).toEqual([402, "charge_closed"]);
  });

  test("that 64 callers use at once makes one charge", async () => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const body = payment(merchant);
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => purse.call("POST", "/v1/charges", { key, body })),
    );
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers[0]!.status).toBe(200);
    expect(await balanceOf(key, merchant.merchant_wallet_id)).toBe(body.amount);
  });
});

describe("a charge is refused", () => {
  test("closing: a paid charge has ended", async () => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const { data } = await purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
    const answer = await purse.call("POST", `/v1/charges/${data.id}/close`, { key });
    expect([answer.status, answer.key]).toEqual([402, "charge_closed"]);
  });

  test.each(["alipay", "wechat"])(
    "through %s, which the wallet has no parameters for",
    async (channel) => {
      const merchant = await purse.merchant();
      const { payer_wallet_id: _, ...body } = { ...payment(merchant), channel };
      const answer = await purse.call("POST", "/v1/charges", { key: merchant.api_key, body });
      expect([answer.status, answer.key]).toEqual([402, "channel_not_configured"]);
    },
  );

  test("with wallets that do not fit their part", async () => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const [user] = merchant.user_wallet_ids;
    const cases = [
      [{ wallet_id: user }, "param_error: wallet_id: expected a merchant wallet"],
      [
        { payer_wallet_id: merchant.merchant_wallet_id },
        "param_error: payer_wallet_id: expected a user wallet",
      ],
      [{ payer_wallet_id: undefined }, "walletid_is_null: payer_wallet_id"],
      [{ wallet_id: "wal_0" }, "request_body_walletid_not_exist: wallet_id"],
      [{ payer_wallet_id: "wal_0" }, "request_body_walletid_not_exist: payer_wallet_id"],
    ] as const;
    for (const [change, message] of cases) {
      const body = { ...payment(merchant), ...change };
      const { error } = await purse.call("POST", "/v1/charges", { key, body });
      expect(error?.message).toBe(message);
    }
  });

  test("with wallets of another key", async () => {
    const [one, other] = [await purse.merchant(), await purse.merchant()];
    const key = one.api_key;
    const foreignPayee = { ...payment(one), wallet_id: other.merchant_wallet_id };
    const payee = await purse.call("POST", "/v1/charges", { key, body: foreignPayee });
    expect([payee.status, payee.error?.code]).toEqual([401, 100034]);
    const foreignPayer = { ...payment(one), payer_wallet_id: other.user_wallet_ids[0] };
    const payer = await purse.call("POST", "/v1/charges", { key, body: foreignPayer });
    expect([payer.status, payer.error?.code]).toEqual([404, 100035]);
  });

  test("while either wallet is disabled, and accepted once it is enabled", async () => {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    for (const wallet of [merchant.merchant_wallet_id, merchant.user_wallet_ids[0]!]) {
      const body = payment(merchant);
      await purse.call("POST", `/v1/wallets/${wallet}/disable`, { key });
      const refused = await purse.call("POST", "/v1/charges", { key, body });
      expect([refused.status, refused.key]).toEqual([402, "wallet_not_use"]);
      await purse.call("POST", `/v1/wallets/${wallet}/enable`, { key });
      expect((await purse.call("POST", "/v1/charges", { key, body })).status).toBe(200);
    }
  });
});

test("a charge of another key is as good as unknown", async () => {
  const [one, other] = [await purse.merchant(), await purse.merchant()];
  const made = await purse.call("POST", "/v1/charges", { key: one.api_key, body: payment(one) });
  const key = other.api_key;
  for (const id of [made.data.id, "chg_0"]) {
    const read = await purse.call("GET", `/v1/charges/${id}`, { key });
    expect(read.text).toBe(
      '{"code":200005,"message":"resource_not_exist: id: no such charge","data":null}',
    );
    const close = await purse.call("POST", `/v1/charges/${id}/close`, { key });
    expect(close.key).toBe("resource_not_exist");
  }
});

test("charges are listed for the wallet that is paid and for the one that pays", async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const [one, other] = merchant.user_wallet_ids;
  const payers = [one!, other!, one!, one!];
  const made = [];
  for (const payer_wallet_id of payers) {
    const body = { ...payment(merchant), payer_wallet_id };
    made.push((await purse.call("POST", "/v1/charges", { key, body })).data);
  }
  const list = async (wallet: string, page: number, count: number) =>
    (await purse.call("GET", `/v1/charges/list/${wallet}?page=${page}&count=${count}`, { key }))
      .data;
  expect(await list(merchant.merchant_wallet_id, 1, 3)).toEqual({
    items: made.slice(0, 3),
    page: 1,
    count: 3,
    total: 4,
  });
  expect((await list(merchant.merchant_wallet_id, 2, 3)).items).toEqual([made[3]]);
  expect((await list(one!, 1, 10)).items).toEqual([made[0], made[2], made[3]]);
  expect(await list(other!, 1, 10)).toMatchObject({ items: [made[1]], total: 1 });
  expect(await list(one!, 5, 10)).toMatchObject({ items: [], total: 3 });
});
