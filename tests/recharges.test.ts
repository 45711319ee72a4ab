import { randomUUID } from "node:crypto";
import { channelNo } from "@purse/core";
import { expect, test } from "vitest";
import { alipayAccount, openAccounts } from "./harness/channel-accounts.ts";
import { usePurse } from "./harness/purse.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel } });

async function merchant() {
  const made = await purse.merchant();
  await openAccounts(purse, made);
  const key = made.api_key;
  const [wallet_id = ""] = made.user_wallet_ids;
  const body = { channel: "alipay", wallet_id, order_no: randomUUID(), amount: 250 };
  return {
    ...made,
    key,
    wallet_id,
    recharge: (more: object = {}) =>
      purse.call("POST", "/v1/recharges", { key, body: { ...body, ...more } }),
    get: (id: string) => purse.call("GET", `/v1/recharges/${id}`, { key }),
    async balance() {
      const { data } = await purse.call("GET", `/v1/wallets/${wallet_id}`, { key });
      return data.balances[0].available - 1_000_000;
    },
  };
}

test("a recharge tops a user wallet up when it is paid, once", async () => {
  const m = await merchant();
  const made = await m.recharge();
  expect(made.data).toMatchObject({ status: "waiting", action: { type: "qr_code" } });
  expect((await m.recharge()).text).toBe(made.text);
  expect(await m.balance()).toBe(0);
  channel.take(channelNo(made.data.id));
  expect((await m.get(made.data.id)).data.status).toBe("paid");
  expect((await m.get(made.data.id)).data.status).toBe("paid");
  expect((await m.recharge()).data.status).toBe("paid");
  expect(await m.balance()).toBe(250);
  const path = `/v1/recharges/list/${m.wallet_id}?page=1&count=9`;
  const { data } = await purse.call("GET", path, { key: m.key });
  expect(data).toMatchObject({ total: 1, items: [{ id: made.data.id, status: "paid" }] });
});

test("of a merchant wallet is refused, as of one that is disabled, unknown or not ours", async () => {
  const m = await merchant();
  const other = await merchant();
  expect((await m.recharge({ wallet_id: m.merchant_wallet_id })).key).toBe("wallet_is_merchant");
  expect((await m.recharge({ wallet_id: "wal_0" })).key).toBe("request_body_walletid_not_exist");
  expect((await m.recharge({ wallet_id: other.wallet_id })).key).toBe("wallet_not_under_api_key");
  await purse.call("POST", `/v1/wallets/${m.wallet_id}/disable`, { key: m.key });
  expect((await m.recharge()).key).toBe("wallet_not_use");
});

test("needs a payment channel, and an account there that this Purse can speak to", async () => {
  const m = await merchant();
  expect((await m.recharge({ channel: undefined })).key).toBe("request_body_channel_null");
  expect((await m.recharge({ channel: "balance" })).key).toBe("param_error");
  // There is an account, but nothing here speaks WeChat Pay.
  expect((await m.recharge({ channel: "wechat" })).key).toBe("channel_not_configured");
});

test("the same order with other content is refused", async () => {
  const m = await merchant();
  await m.recharge();
  for (const more of [{ amount: 251 }, { subject: "x" }, { method: "h5" }]) {
    expect((await m.recharge(more)).key).toBe("charge_order_no_used");
  }
});

test("a refusal closes it and is said again; an unknown outcome is settled by the worker", async () => {
  const m = await merchant();
  channel.next("pay", { state: "refused", key: "channel_request_info", detail: "no" });
  const refused = await m.recharge();
  expect(refused.key).toBe("channel_request_info");
  expect((await m.recharge()).text).toBe(refused.text);
  const order_no = randomUUID();
  channel.next("pay", { state: "unknown", key: "channel_parse_error" }, { acts: true });
  expect((await m.recharge({ order_no })).key).toBe("channel_parse_error");
  const path = `/v1/recharges/list/${m.wallet_id}?page=1&count=9`;
  const { data } = await purse.call("GET", path, { key: m.key });
  const { id } = data.items[1];
  channel.take(channelNo(id));
  const { merchant_id } = m;
  const job = { kind: "recharge", merchant_id, id } as const;
  expect(await purse.house.core.resume(job)).toBeUndefined();
  expect(await m.balance()).toBe(250);
});

test("an account at a channel shows none of its keys, and belongs to a merchant wallet", async () => {
  const m = await merchant();
  const put = (wallet: string, more: object = {}) =>
    purse.call("PUT", `/v1/wallets/${wallet}/channels/alipay`, {
      key: m.key,
      body: { ...alipayAccount, ...more },
    });
  const shown = await put(m.merchant_wallet_id, { app_id: "other", fee_bps: 55 });
  expect(shown.data).toMatchObject({ channel: "alipay", app_id: "other", fee_bps: 55 });
  expect(shown.text).not.toContain(alipayAccount.private_key);
  const { error } = await put(m.wallet_id);
  expect(error?.message).toBe("param_error: wallet_id: expected a merchant wallet");
  const bad = await put(m.merchant_wallet_id, { fee_bps: 1001 });
  expect(bad.error?.message).toBe("param_error: fee_bps: expected an integer from 0 to 1000");
});
