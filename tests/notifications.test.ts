import { randomUUID } from "node:crypto";
import { channelNo, type NoticeSubject } from "@purse/core";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { useGateway } from "./harness/gateway.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel } });
const gateway = useGateway(purse);
const acknowledgement = { content_type: "text/plain", body: "success" };

/** What the channel's verification is to find in the next notification. */
function notice(subject: NoticeSubject, notify_id: string = randomUUID()) {
  channel.next("verifyNotification", {
    state: "succeeded",
    notify_id,
    subject,
    acknowledgement,
  });
  return notify_id;
}

function paid(no: string, amount = 100): NoticeSubject {
  const facts = { transaction_id: `txn-${no}`, amount, currency: "CNY" };
  const outcome = { state: "succeeded", ...facts } as const;
  return { kind: "payment", no, amount, currency: "CNY", outcome };
}

async function send(
  walletId: string,
  name = "alipay",
  body: string | Uint8Array<ArrayBuffer> = "a=1",
) {
  const response = await fetch(`${purse.url}/v1/notify/${name}/${walletId}`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body,
  });
  const text = await response.text();
  const code = response.headers.get("X-Error-Code");
  return { status: response.status, type: response.headers.get("Content-Type"), text, code };
}

async function merchant() {
  const made = await purse.merchant();
  await openAccounts(purse, made);
  const key = made.api_key;
  const wallet = made.merchant_wallet_id;
  const get = async (path: string) => (await purse.call("GET", path, { key })).data;
  return {
    ...made,
    key,
    wallet,
    async charge() {
      const { payer_wallet_id: _, ...body } = { ...payment(made), channel: "alipay" };
      const { data } = await purse.call("POST", "/v1/charges", { key, body });
      return { id: data.id as string, no: channelNo(data.id), body };
    },
    listed: async (collection: string) =>
      (await get(`/v1/${collection}/list/${wallet}?page=1&count=100`)).items,
    balance: async () => (await get(`/v1/wallets/${wallet}`)).balances[0]?.available ?? 0,
    async recorded() {
      const { rows } = await sql<{ verdict: string; times: number }>`
        select verdict, times::int from notifications
        where merchant_id = ${made.merchant_id} order by first_at`.execute(purse.database.db);
      return rows;
    },
  };
}

describe("of a payment", () => {
  test("books it and is acknowledged in the channel's own words", async () => {
    const m = await merchant();
    const { no } = await m.charge();
    notice(paid(no));
    expect(await send(m.wallet)).toEqual({
      status: 200,
      type: "text/plain; charset=utf-8",
      text: "success",
      code: null,
    });
    expect(await m.listed("charges")).toMatchObject([
      { status: "paid", channel_transaction_id: `txn-${no}` },
    ]);
    expect(await m.balance()).toBe(100);
    expect(await m.recorded()).toEqual([{ verdict: "applied", times: 1 }]);
  });

  test("that comes many times at once books it once", async () => {
    const m = await merchant();
    const { no } = await m.charge();
    const id = randomUUID();
    const sent = Array.from({ length: 20 }, () => {
      notice(paid(no), id);
      return send(m.wallet);
    });
    expect((await Promise.all(sent)).map(({ text }) => text)).toEqual(Array(20).fill("success"));
    expect(await m.balance()).toBe(100);
    const types = (await m.listed("events")).map(({ type }: { type: string }) => type);
    expect(types.filter((type: string) => type === "charge.paid")).toHaveLength(1);
    expect(await m.recorded()).toEqual([{ verdict: "applied", times: 20 }]);
  });

  test("may come before the channel has answered our call", async () => {
    const m = await merchant();
    channel.next("pay", { state: "unknown", key: "channel_connection_error" }, { acts: true });
    const { payer_wallet_id: _, ...body } = { ...payment(m), channel: "alipay" };
    const { key } = await purse.call("POST", "/v1/charges", { key: m.key, body });
    expect(key).toBe("channel_connection_error");
    const [created] = await m.listed("charges");
    expect(created.status).toBe("created");
    notice(paid(channelNo(created.id)));
    await send(m.wallet);
    const again = await purse.call("POST", "/v1/charges", { key: m.key, body });
    expect(again.data).toMatchObject({ id: created.id, status: "paid" });
    expect(await m.balance()).toBe(100);
  });

  test("that was closed at the channel closes it; one still waited for changes nothing", async () => {
    const m = await merchant();
    const { no } = await m.charge();
    notice({ ...paid(no), kind: "payment", outcome: { state: "waiting" } });
    expect((await send(m.wallet)).text).toBe("success");
    expect(await m.listed("charges")).toMatchObject([{ status: "waiting" }]);
    const outcome = { state: "refused", key: "charge_closed" } as const;
    notice({ ...paid(no), kind: "payment", outcome });
    expect((await send(m.wallet)).text).toBe("success");
    expect(await m.listed("charges")).toMatchObject([{ status: "closed" }]);
  });

  test("behind the charge's end books nothing and is left for people to look at", async () => {
    const m = await merchant();
    const { id, no } = await m.charge();
    await purse.call("POST", `/v1/charges/${id}/close`, { key: m.key });
    const notify_id = notice(paid(no));
    expect(await send(m.wallet)).toMatchObject({ status: 502, code: "10004" });
    expect(await m.listed("charges")).toMatchObject([{ status: "closed" }]);
    expect(await m.balance()).toBe(0);
    const refused = await gateway.client().operator.notifications.refused.query();
    expect(refused.find((each) => each.notify_id === notify_id)).toMatchObject({
      merchant_id: m.merchant_id,
      channel: "alipay",
      kind: "payment",
      no,
      verdict: "charge_unexpected_status",
      times: 1,
    });
  });

  test("of a recharge credits the user's wallet", async () => {
    const m = await merchant();
    const wallet_id = m.user_wallet_ids[0]!;
    const body = { wallet_id, channel: "alipay", order_no: randomUUID(), amount: 100 };
    const { data } = await purse.call("POST", "/v1/recharges", { key: m.key, body });
    notice(paid(channelNo(data.id)));
    await send(m.wallet);
    const read = await purse.call("GET", `/v1/wallets/${wallet_id}`, { key: m.key });
    expect(read.data.balances[0].available).toBe(1_000_100);
  });
});

describe("that does not match our order", () => {
  const states = ["another amount", "another currency", "another channel", "an unknown number"];
  test.each(states)("by %s changes nothing", async (state) => {
    const m = await merchant();
    const { no } = await m.charge();
    const subjects: Record<string, NoticeSubject> = {
      "another amount": paid(no, 1),
      "another currency": { ...paid(no), currency: "USD" },
      "another channel": paid(no),
      "an unknown number": paid(channelNo(`chg_${"1".repeat(32)}`)),
    };
    notice(subjects[state]!);
    const name = state === "another channel" ? "wechat" : "alipay";
    expect(await send(m.wallet, name)).toMatchObject({ status: 502, code: "100018" });
    expect(await m.listed("charges")).toMatchObject([{ status: "waiting" }]);
    expect(await m.balance()).toBe(0);
    expect(await m.recorded()).toEqual([
      { verdict: "channel_parameters_consistency_error", times: 1 },
    ]);
  });

  test("because it is another merchant's changes nothing", async () => {
    const [m, other] = [await merchant(), await merchant()];
    const { no } = await m.charge();
    notice(paid(no));
    expect(await send(other.wallet)).toMatchObject({ code: "100018" });
    expect(await m.listed("charges")).toMatchObject([{ status: "waiting" }]);
  });
});

describe("of a refund", () => {
  async function refunding() {
    const m = await merchant();
    const { id, no } = await m.charge();
    notice(paid(no));
    await send(m.wallet);
    channel.next("refund", { state: "unknown", key: "refund_pending" }, { acts: true });
    const body = { charge_id: id, refund_no: randomUUID(), amount: 60 };
    await purse.call("POST", "/v1/refunds", { key: m.key, body });
    const [refund] = await m.listed("refunds");
    const subject = { kind: "refund", no: channelNo(refund.id), currency: "CNY" } as const;
    return { ...m, subject };
  }

  test("books it", async () => {
    const r = await refunding();
    notice({ ...r.subject, amount: 60, outcome: { state: "succeeded" } });
    expect((await send(r.wallet)).text).toBe("success");
    expect(await r.listed("refunds")).toMatchObject([{ status: "succeeded" }]);
    expect(await r.balance()).toBe(40);
  });

  test("that cannot be returned gives the money back to the merchant", async () => {
    const r = await refunding();
    const outcome = { state: "refused", key: "refund_manual_intervention" } as const;
    notice({ ...r.subject, amount: 60, outcome });
    expect((await send(r.wallet)).text).toBe("success");
    expect(await r.listed("refunds")).toMatchObject([
      { status: "abnormal", failure: { code: 10_008 } },
    ]);
    expect(await r.balance()).toBe(100);
  });

  test.each([
    ["in progress", { state: "unknown", key: "refund_pending" }, 200, null],
    [
      "in a state we do not know",
      { state: "unknown", key: "refund_unexpected_status" },
      502,
      "10009",
    ],
  ] as const)("%s changes nothing", async (_what, outcome, status, code) => {
    const r = await refunding();
    notice({ ...r.subject, amount: 60, outcome });
    expect(await send(r.wallet)).toMatchObject({ status, code });
    expect(await r.listed("refunds")).toMatchObject([{ status: "pending" }]);
  });

  test("of another amount is refused", async () => {
    const r = await refunding();
    notice({ ...r.subject, amount: 61, outcome: { state: "succeeded" } });
    expect(await send(r.wallet)).toMatchObject({ code: "100018" });
    expect(await r.listed("refunds")).toMatchObject([{ status: "pending" }]);
  });
});

test("of a transfer books it", async () => {
  const m = await merchant();
  const wallet_id = m.user_wallet_ids[0]!;
  channel.next("transfer", { state: "waiting", action_url: "https://pay.example/confirm" });
  const body = { wallet_id, channel: "wechat", to_account: "o", transfer_no: "t1", amount: 70 };
  const { error } = await purse.call("POST", "/v1/transfers", { key: m.key, body });
  expect(error?.key).toBe("transfer_wait_operation");
  const path = `/v1/transfers/list/${wallet_id}?page=1&count=1`;
  const listed = async () => (await purse.call("GET", path, { key: m.key })).data.items[0];
  const no = channelNo((await listed()).id);
  const outcome = { state: "succeeded" } as const;
  notice({ kind: "transfer", no, amount: 70, currency: "CNY", outcome });
  expect((await send(m.wallet, "wechat")).text).toBe("success");
  expect(await listed()).toMatchObject({ status: "succeeded" });
});

describe("that cannot be believed is refused and kept nowhere", () => {
  test.each([
    ["its signature is wrong", "channel_sign_error", 502, "100013"],
    ["the channel does not know its id", "channel_notify_id_error", 400, "100023"],
  ] as const)("because %s", async (_what, key, status, code) => {
    const m = await merchant();
    await m.charge();
    channel.next("verifyNotification", { state: "refused", key });
    expect(await send(m.wallet)).toMatchObject({ status, code });
    expect(await m.listed("charges")).toMatchObject([{ status: "waiting" }]);
    expect(await m.recorded()).toEqual([]);
  });

  test.each([
    ["wallet", "wal_nobody", "alipay", "a=1", 404, "10001"],
    ["channel", undefined, "paypal", "a=1", 400, "10002"],
    ["body", undefined, "alipay", "", 400, "100044"],
    ["text", undefined, "alipay", Uint8Array.of(0xff), 400, "10002"],
  ] as const)("because it has no such %s", async (_what, wallet, name, body, status, code) => {
    const m = await merchant();
    expect(await send(wallet ?? m.wallet, name, body)).toMatchObject({ status, code });
  });

  test("because the merchant has no account there", async () => {
    const made = await purse.merchant();
    expect(await send(made.merchant_wallet_id)).toMatchObject({ status: 402, code: "200012" });
  });
});

test("the gateway takes what an internal app received in its place", async () => {
  const m = await merchant();
  const { no } = await m.charge();
  notice(paid(no));
  const received = { channel: "alipay", wallet_id: m.wallet, headers: {}, body: "a=1" } as const;
  expect(await gateway.client().notifications.receive.mutate(received)).toEqual(acknowledgement);
  expect(await m.balance()).toBe(100);
});
