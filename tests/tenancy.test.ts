import { randomUUID } from "node:crypto";
import { api, type NamedOperation, operationsOf } from "@purse/contract";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { alipayAccount, openAccounts, wechatAccount } from "./harness/channel-accounts.ts";
import { type Fields, httpRequestOf } from "./harness/http-request.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel }, egress: "any" });

/** A merchant with one of everything that has an id. */
async function tenant() {
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
type Tenant = Awaited<ReturnType<typeof tenant>>;

const settle = { type: "bank_account", account_name: "A", account_no: "12345678" };
const hook = "http://127.0.0.1:9/hook";
const password = ({ random_key_id }: Tenant) => ({ random_key_id, ciphertext: "A".repeat(48) });
const money = () => ({ amount: 1, order_no: randomUUID() });
const pageOf = (wallet_id: string) => ({ wallet_id, page: 1, count: 1 });

/** For each operation the fields that would succeed for their owner, ids among them. */
const requests: Readonly<Record<string, (tenant: Tenant) => Fields>> = {
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

const operations = operationsOf(api).filter(({ operation }) => operation.unsigned !== true);
/** The fields that hold ids of ours; accounts at channels have other ids. */
const idsIn = (fields: Fields) =>
  Object.keys(fields).filter((name) => /^[a-z]{3}_[0-9a-f]{32}$/.test(String(fields[name])));

function call({ operation }: NamedOperation, key: string, fields: Fields) {
  const { method, path, body } = httpRequestOf(operation, fields);
  return purse.call(method, path, { key, ...(body === undefined ? {} : { body }) });
}

/** Everything that the database has of a merchant. */
async function stateOf({ merchant_id }: Tenant): Promise<string> {
  const { rows } = await sql<{ table: string }>`
    select table_name as table from information_schema.columns
    where table_schema = 'public' and column_name = 'merchant_id' order by 1`.execute(
    purse.database.db,
  );
  const states = [];
  for (const { table } of rows) {
    const { rows: found } = await sql<{ state: string }>`
      select coalesce(string_agg(row::text, chr(10) order by row::text), '') as state
      from ${sql.table(table)} as row where merchant_id = ${merchant_id}`.execute(
      purse.database.db,
    );
    states.push(`${table}: ${found[0]?.state}`);
  }
  return states.join("\n");
}

let [own, foreign]: Tenant[] = [];
beforeAll(async () => {
  [own, foreign] = [await tenant(), await tenant()];
});

test("every signed operation is here", () => {
  expect(Object.keys(requests)).toEqual(operations.map(({ id }) => id));
});

describe.each(operations)("$id", (named) => {
  const request = requests[named.id]!;

  test("finds nothing of another merchant's, by whatever id", async () => {
    const before = await stateOf(foreign!);
    const mine = request(own!);
    const theirs = request(foreign!);
    for (const field of idsIn(mine)) {
      const stolen = await call(named, own!.key, { ...mine, [field]: theirs[field] });
      const unknown = await call(named, own!.key, { ...mine, [field]: "nobody_0" });
      expect(stolen.data, field).toBeNull();
      // Only of wallets the seed tells apart whether another key has them.
      const codes = stolen.error?.code;
      if (![100_034, 100_035].includes(codes ?? 0)) expect(stolen.text).toBe(unknown.text);
      expect([401, 404]).toContain(stolen.status);
    }
    expect(await stateOf(foreign!)).toBe(before);
  });

  test("gives nothing to a stranger who has all of its ids", async () => {
    const before = await stateOf(own!);
    const stranger = await call(named, foreign!.key, request(own!));
    const idless = idsIn(request(own!)).length === 0;
    if (!idless) expect(stranger.data).toBeNull();
    expect(await stateOf(own!)).toBe(before);
  });
});
