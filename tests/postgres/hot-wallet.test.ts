import { randomUUID } from "node:crypto";
import { channelNo, resolveWithdrawal } from "@purse/core";
import type { TrialMerchant } from "@purse/purse";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openAccounts } from "../harness/channel-accounts.ts";
import { usePurse } from "../harness/purse.ts";
import { payment } from "../harness/requests.ts";
import { ScriptedChannel } from "../harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel } });
const clients = 64;

async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(
    purse.database.db,
  );
  return rows[0]!.deadlocks;
}

test("64 at once, in every direction over three wallets: no deadlock, no failure of ours", async () => {
  const merchant = await purse.merchant();
  await openAccounts(purse, merchant, 60);
  const key = merchant.api_key;
  const [one, other] = merchant.user_wallet_ids;
  const post = (path: string, body: object) => purse.call("POST", path, { key, body });
  const paid = await post("/v1/charges", { ...payment(merchant), amount: 1000 });
  const { payer_wallet_id: _, ...byChannel } = { ...payment(merchant), channel: "alipay" };
  const atChannel = await post("/v1/charges", { ...byChannel, amount: 1000 });
  channel.take(channelNo(atChannel.data.id));
  await purse.call("GET", `/v1/charges/${atChannel.data.id}`, { key });

  const out = { channel: "alipay", to_account: "a", amount: 5 };
  const movements = [
    () => post("/v1/charges", payment(merchant)),
    () => post("/v1/charges", { ...payment(merchant), payer_wallet_id: other }),
    () => refund(paid.data.id),
    () => refund(atChannel.data.id),
    () => transfer(one, other),
    () => transfer(other, one),
    () => transfer(merchant.merchant_wallet_id, one),
    () => post("/v1/transfers", { ...out, wallet_id: one, transfer_no: randomUUID() }),
    () =>
      post("/v1/red-envelopes", {
        ...out,
        wallet_id: other,
        red_envelope_no: randomUUID(),
        greeting: "g",
      }),
  ];
  const refund = (charge_id: string) =>
    post("/v1/refunds", { charge_id, refund_no: randomUUID(), amount: 7 });
  const transfer = (wallet_id: string | undefined, to_wallet_id: string | undefined) =>
    post("/v1/transfers", {
      channel: "balance",
      wallet_id,
      to_wallet_id,
      transfer_no: randomUUID(),
      amount: 3,
    });

  const account = { type: "alipay", account_name: "A", account_no: "12345678" };
  const settle = async () => {
    const { data } = await post("/v1/settles", account);
    for (const wallet_id of [one, other]) await post(`/v1/settles/${data.id}/bind`, { wallet_id });
    return data.id as string;
  };
  const settles = await Promise.all([settle(), settle()]);
  const third = await post("/v1/wallets", { type: "user" });
  // What does little but change states: of rows in one wallet's lists, or in those of several.
  movements.push(
    () => closed("/v1/charges", merchant.merchant_wallet_id),
    () => paidAt("/v1/recharges", one),
    () => withdrawn(one, "succeeded"),
    () => withdrawn(other, "failed"),
    async () => post(`/v1/settles/${await settle()}/disable`, {}),
    () => post(`/v1/wallets/${third.data.id}/disable`, {}),
    () => post(`/v1/wallets/${third.data.id}/enable`, {}),
    () => post("/v1/wallets", { type: "user" }),
  );
  const opened = async (path: string, wallet_id: string | undefined) => {
    const body = { channel: "alipay", wallet_id, order_no: randomUUID(), amount: 10 };
    return (await post(path, body)).data.id as string;
  };
  const closed = async (path: string, wallet_id: string | undefined) =>
    post(`${path}/${await opened(path, wallet_id)}/close`, {});
  const paidAt = async (path: string, wallet_id: string | undefined) => {
    const id = await opened(path, wallet_id);
    channel.take(channelNo(id));
    return purse.call("GET", `${path}/${id}`, { key });
  };
  const withdrawn = async (wallet_id: string | undefined, outcome: "succeeded" | "failed") => {
    const withdrawal = { wallet_id, settle_id: settles[0], withdrawal_no: randomUUID(), amount: 3 };
    const answer = await post("/v1/withdrawals", withdrawal);
    const withdrawal_id: string = answer.data.id;
    const resolved = await purse.house.core.operate("test", (scope) =>
      resolveWithdrawal(scope, { withdrawal_id, outcome }),
    );
    if (!resolved.ok) throw resolved.error;
    return answer;
  };

  const before = await deadlocks();
  const answers = await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const some = [];
      for (let turn = 0; turn < 8; turn += 1) {
        some.push(await movements[(client + turn * 5) % movements.length]!());
      }
      return some;
    }),
  );
  const failed = answers.flat().filter(({ status }) => status !== 200);
  expect(failed.map(({ text }) => text)).toEqual([]);
  expect(await deadlocks()).toBe(before);
}, 60_000);

test("states that change at once, in many lists and behind no common lock: no deadlock", async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const post = async (path: string, body?: object) => {
    const { data, error } = await purse.call("POST", path, body ? { key, body } : { key });
    if (error !== undefined) throw error;
    return data.id as string;
  };
  const account = { type: "alipay", account_name: "A", account_no: "12345678" };
  const inUse = async () => {
    const settle = await post("/v1/settles", account);
    for (const wallet_id of merchant.user_wallet_ids) {
      await post(`/v1/settles/${settle}/bind`, { wallet_id });
    }
    return [`/v1/settles/${settle}`, `/v1/wallets/${await post("/v1/wallets", { type: "user" })}`];
  };
  const paths = await Promise.all(Array.from({ length: clients }, inUse));
  const before = await deadlocks();
  await Promise.all(paths.flat().map((path) => post(`${path}/disable`)));
  expect(await deadlocks()).toBe(before);
}, 60_000);

test("a wallet that somebody else has locked holds up no charge of another", async () => {
  const [locked, free] = [await purse.merchant(), await purse.merchant()];
  const charge = (merchant: TrialMerchant) =>
    purse.call("POST", "/v1/charges", { key: merchant.api_key, body: payment(merchant) });
  await charge(locked);
  const waiting = await purse.database.sqlTransaction(async ({ run }) => {
    await run(`select from accounts where wallet_id = '${locked.merchant_wallet_id}' for update`);
    const held = [charge(locked), charge(locked), charge(locked)];
    let done = false;
    Promise.all(held).then(() => {
      done = true;
    });
    const began = performance.now();
    for (let times = 1; times <= 5; times += 1) {
      const answers = await Promise.all([charge(free), charge(free)]);
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
    expect(performance.now() - began).toBeLessThan(1500);
    expect(done).toBe(false);
    return [held] as const;
  });
  const answers = await Promise.all(waiting[0]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
});
