import { setTimeout as sleep } from "node:timers/promises";
import { channelNo } from "@purse/core";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { wechat: channel } });

interface Item {
  readonly created_at: string;
}
let key: string;
let paths: Record<string, string>;

/** A merchant with eight rows in every list, a few milliseconds apart. */
beforeAll(async () => {
  const merchant = await purse.merchant();
  key = merchant.api_key;
  await openAccounts(purse, merchant);
  const [user, friend] = merchant.user_wallet_ids;
  const post = async (path: string, body: object) => {
    const { data, error } = await purse.call("POST", path, { key, body });
    if (error !== undefined) throw error;
    return data.id as string;
  };
  const settle = { type: "alipay", account_name: "A", account_no: "12345678" };
  const settle_id = await post("/v1/settles", settle);
  await post(`/v1/settles/${settle_id}/bind`, { wallet_id: user });
  for (let n = 0; n < 8; n += 1) {
    await post("/v1/wallets", { type: "user" });
    const charge_id = await post("/v1/charges", payment(merchant));
    await post("/v1/refunds", { charge_id, refund_no: `r${n}`, amount: 1 });
    const [wallet_id, to_wallet_id] = n % 2 === 0 ? [user, friend] : [friend, user];
    await post("/v1/transfers", {
      channel: "balance",
      wallet_id,
      to_wallet_id,
      transfer_no: `t${n}`,
      amount: 1,
    });
    const out = { wallet_id: user, amount: 1, channel: "wechat" };
    const recharge = await post("/v1/recharges", { ...out, order_no: `o${n}` });
    channel.take(channelNo(recharge));
    await post("/v1/red-envelopes", {
      ...out,
      to_account: "o",
      greeting: "g",
      red_envelope_no: `e${n}`,
    });
    await post("/v1/withdrawals", {
      wallet_id: user,
      settle_id,
      withdrawal_no: `w${n}`,
      amount: 1,
    });
    await sleep(3);
  }
  const ofUser = ["charges", "refunds", "transfers", "recharges", "red-envelopes"];
  const more = ["withdrawals", "transactions", "events"];
  paths = Object.fromEntries(
    [...ofUser, ...more].map((name) => [name, `/v1/${name}/list/${user}`]),
  );
  paths.wallets = `/v1/wallets/list/${merchant.merchant_wallet_id}`;
});

async function read(path: string, query: string) {
  const { data, error } = await purse.call("GET", `${path}?${query}`, { key });
  if (error !== undefined) throw error;
  return data as { items: Item[]; total: number };
}

const lists = ["charges", "refunds", "transfers", "recharges", "red-envelopes"];
describe.each([...lists, "withdrawals", "transactions", "events", "wallets"])("%s", (name) => {
  test("cut down to a time are those that were made then, page by page", async () => {
    const path = paths[name]!;
    const all = await read(path, "page=1&count=100");
    expect(all.items.length).toBeGreaterThanOrEqual(8);
    const times = all.items.map((item) => item.created_at);
    expect(times).toEqual(times.toSorted());
    const moment = fc.option(
      fc.oneof(fc.constantFrom(...times), fc.constant("2020-01-01T00:00:00.000Z")),
      { nil: undefined },
    );
    await fc.assert(
      fc.asyncProperty(moment, moment, fc.integer({ min: 1, max: 5 }), async (from, to, count) => {
        const query = new URLSearchParams({ count: String(count) });
        if (from !== undefined) query.set("created_from", from);
        if (to !== undefined) query.set("created_to", to);
        // What is shown is cut to milliseconds, so that a row may be a little younger than it says.
        const inside = all.items.filter(
          ({ created_at }) =>
            (from === undefined || created_at >= from) && (to === undefined || created_at < to),
        );
        const found: Item[] = [];
        for (let page = 1; ; page += 1) {
          query.set("page", String(page));
          const { items, total } = await read(path, query.toString());
          expect(total).toBe(inside.length);
          if (items.length === 0) break;
          found.push(...items);
        }
        expect(found).toEqual(inside);
      }),
      { numRuns: 15 },
    );
  });
});

test.each([
  "created_from=now",
  "created_to=2026-13-01T00:00:00Z",
  "created_from=",
  "created_from=0000-01-01T00:00:00Z",
  `created_to=2026-01-01T00:00:00.${"0".repeat(200)}Z`,
])("%s is refused by name", async (query) => {
  const { error } = await purse.call("GET", `${paths.charges}?page=1&count=1&${query}`, { key });
  expect(error?.message).toContain(`param_error: ${query.split("=")[0]}: expected a time`);
});
