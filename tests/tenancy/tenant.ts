import { randomUUID } from "node:crypto";
import type { Fields } from "@purse/scenarios";
import { alipayAccount, openAccounts, wechatAccount } from "../harness/channel-accounts.ts";
import type { TestPurse } from "../harness/purse.ts";
import { payment } from "../harness/requests.ts";

/** A merchant with one of everything that has an id. */
export async function openTenant(purse: Pick<TestPurse, "call" | "merchant">) {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const post = async (path: string, body: unknown) => {
    const { data, error } = await purse.call("POST", path, { key, body });
    if (error !== undefined) throw error;
    return data.id as string;
  };
  const [user, friend] = merchant.user_wallet_ids;
  await openAccounts(purse, merchant);
  const eventOf = async (wallet: string) => {
    const { data } = await purse.call("GET", `/v1/events/list/${wallet}?page=1&count=1`, { key });
    return data.items[0].id as string;
  };
  const charge_id = await post("/v1/charges", payment(merchant));
  const settle_id = await post("/v1/settles", settle);
  await post(`/v1/settles/${settle_id}/bind`, { wallet_id: user });
  const numbers = { wallet_id: user, amount: 1 };
  return {
    key,
    merchant_id: merchant.merchant_id,
    merchant_wallet: merchant.merchant_wallet_id,
    user: user!,
    friend: friend!,
    charge_id,
    settle_id,
    refund_id: await post("/v1/refunds", { charge_id, refund_no: "r0", amount: 1 }),
    withdrawal_id: await post("/v1/withdrawals", { ...numbers, settle_id, withdrawal_no: "w0" }),
    transfer_id: await post("/v1/transfers", {
      ...numbers,
      channel: "balance",
      to_wallet_id: friend,
      transfer_no: "t0",
    }),
    random_key_id: await post("/v1/random-keys", { wallet_id: user }),
    recharge_id: await post("/v1/recharges", {
      channel: "alipay",
      wallet_id: user,
      ...money(),
    }),
    red_envelope_id: await post("/v1/red-envelopes", {
      ...numbers,
      channel: "wechat",
      to_account: "openid",
      red_envelope_no: "e0",
      greeting: "Good luck",
    }),
    event_id: await eventOf(user!),
    endpoint_id: await post("/v1/webhook-endpoints", {
      wallet_id: merchant.merchant_wallet_id,
      url: hook,
    }),
  };
}
export type Tenant = Awaited<ReturnType<typeof openTenant>>;

const settle = { type: "bank_account", account_name: "A", account_no: "12345678" };
const hook = "http://127.0.0.1:9/hook";
const password = ({ random_key_id }: Tenant) => ({ random_key_id, ciphertext: "A".repeat(48) });
const money = () => ({ amount: 1, order_no: randomUUID() });
const pageOf = (wallet_id: string) => ({ wallet_id, page: 1, count: 1 });

/** For each operation the fields that would succeed for their owner, ids among them. */
export const requests: Readonly<Record<string, (tenant: Tenant) => Fields>> = {
  "wallets.create": () => ({ type: "user" }),
  "wallets.get": ({ user }) => ({ wallet_id: user }),
  "wallets.balancesAt": ({ user }) => ({ wallet_id: user, at: "2026-01-01T00:00:00Z" }),
  "wallets.list": ({ merchant_wallet }) => pageOf(merchant_wallet),
  "wallets.disable": ({ user }) => ({ wallet_id: user }),
  "wallets.enable": ({ user }) => ({ wallet_id: user }),
  "wallets.setPaymentPassword": (own) => ({ wallet_id: own.user, password: password(own) }),
  "wallets.setAlipay": ({ merchant_wallet }) => ({ wallet_id: merchant_wallet, ...alipayAccount }),
  "wallets.setWechat": ({ merchant_wallet }) => ({ wallet_id: merchant_wallet, ...wechatAccount }),
  "recharges.create": ({ user }) => ({ channel: "alipay", wallet_id: user, ...money() }),
  "recharges.get": ({ recharge_id }) => ({ id: recharge_id }),
  "recharges.list": ({ user }) => pageOf(user),
  "charges.create": ({ merchant_wallet, user }) => ({
    channel: "balance",
    wallet_id: merchant_wallet,
    payer_wallet_id: user,
    ...money(),
  }),
  "charges.get": ({ charge_id }) => ({ id: charge_id }),
  "charges.close": ({ charge_id }) => ({ id: charge_id }),
  "charges.list": ({ user }) => pageOf(user),
  "refunds.create": ({ charge_id }) => ({ charge_id, refund_no: randomUUID(), amount: 1 }),
  "refunds.get": ({ refund_id }) => ({ id: refund_id }),
  "refunds.list": ({ user }) => pageOf(user),
  "transfers.create": ({ user, friend }) => ({
    channel: "balance",
    wallet_id: user,
    to_wallet_id: friend,
    transfer_no: randomUUID(),
    amount: 1,
  }),
  "transfers.get": ({ transfer_id }) => ({ id: transfer_id }),
  "transfers.list": ({ user }) => pageOf(user),
  "redEnvelopes.create": ({ user }) => ({
    channel: "wechat",
    wallet_id: user,
    to_account: "openid",
    red_envelope_no: randomUUID(),
    amount: 1,
    greeting: "Good luck",
  }),
  "redEnvelopes.get": ({ red_envelope_id }) => ({ id: red_envelope_id }),
  "redEnvelopes.list": ({ user }) => pageOf(user),
  "settles.create": () => settle,
  "settles.get": ({ settle_id }) => ({ id: settle_id }),
  "settles.bind": ({ settle_id, friend }) => ({ id: settle_id, wallet_id: friend }),
  "settles.disable": ({ settle_id }) => ({ id: settle_id }),
  "settles.list": ({ user }) => pageOf(user),
  "withdrawals.create": ({ user, settle_id }) => ({
    wallet_id: user,
    settle_id,
    withdrawal_no: randomUUID(),
    amount: 1,
  }),
  "withdrawals.get": ({ withdrawal_id }) => ({ id: withdrawal_id }),
  "withdrawals.list": ({ user }) => pageOf(user),
  "transactions.list": ({ user }) => pageOf(user),
  "statements.list": ({ merchant_wallet }) => ({
    ...pageOf(merchant_wallet),
    channel: "wechat",
    date: "2026-11-01",
  }),
  "events.get": ({ event_id }) => ({ id: event_id }),
  "events.list": ({ user }) => pageOf(user),
  "webhookEndpoints.create": ({ merchant_wallet }) => ({ wallet_id: merchant_wallet, url: hook }),
  "webhookEndpoints.get": ({ endpoint_id }) => ({ id: endpoint_id }),
  "webhookEndpoints.rotateSecret": ({ endpoint_id }) => ({ id: endpoint_id }),
  "webhookEndpoints.disable": ({ endpoint_id }) => ({ id: endpoint_id }),
  "webhookEndpoints.enable": ({ endpoint_id }) => ({ id: endpoint_id }),
  "webhookEndpoints.list": ({ merchant_wallet }) => pageOf(merchant_wallet),
  "randomKeys.create": ({ user }) => ({ wallet_id: user }),
};
