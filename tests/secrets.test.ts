import { randomBytes } from "node:crypto";
import { createKey, resealSecrets } from "@purse/core";
import { createTrialMerchant, furnish, secretBox } from "@purse/purse";
import { expect, test } from "vitest";
import { alipayAccount, openAccounts, wechatAccount } from "./harness/channel-accounts.ts";
import { openTestDatabase } from "./harness/database.ts";
import { encryptPassword } from "./harness/encrypt-password.ts";
import { usePurse } from "./harness/purse.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel } });

test("accounts at channels are sealed at rest, and open for their channel", async () => {
  const merchant = await purse.merchant();
  await openAccounts(purse, merchant);
  const { rows } = await purse.database.executeSql(
    `select merchant_id, parameters_sealed as sealed from channel_accounts`,
  );
  expect(rows).toHaveLength(2);
  for (const { sealed } of rows) {
    expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
    for (const secret of [alipayAccount.private_key, wechatAccount.api_v3_key]) {
      expect(sealed).not.toContain(secret);
    }
  }
  const found = await purse.house.core.operate("test", ({ transaction }) =>
    transaction((tx) => tx.forMerchant(merchant.merchant_id).channelAccounts.find("wechat")),
  );
  expect(found).toMatchObject({
    ok: true,
    data: { parameters: { ...wechatAccount, app_id: merchant.merchant_id } },
  });
});

test("secrets that sign requests are sealed too", async () => {
  const { key_id, signing_secret } = await purse.merchant();
  const { rows } = await purse.database.executeSql(
    "select row::text as row from api_keys row where id = $1",
    [key_id],
  );
  expect(rows[0]?.row).toMatch(/,v1\.[0-9a-f]{8}\./);
  expect(rows[0]?.row).not.toContain(signing_secret);
});

test("random keys are sealed while they are fresh, and nothing is kept of them behind that", async () => {
  const { api_key: key, user_wallet_ids } = await purse.merchant();
  const [wallet_id] = user_wallet_ids;
  const { data } = await purse.call("POST", "/v1/random-keys", { key, body: { wallet_id } });
  const rowOf = async () => {
    const query = "select status, random_key_sealed from random_keys where id = $1";
    return (await purse.database.executeSql(query, [data.id])).rows[0];
  };
  expect(await rowOf()).toEqual({
    status: "fresh",
    random_key_sealed: expect.stringMatching(/^v1\.[0-9a-f]{8}\.[\w-]+$/),
  });
  const password = encryptPassword(data.id, data.random_key, "s3cret");
  const path = `/v1/wallets/${wallet_id}/payment-password`;
  expect((await purse.call("PUT", path, { key, body: { password } })).status).toBe(200);
  expect(await rowOf()).toEqual({ status: "used", random_key_sealed: null });
});

test("sealed anew under a new key, everything opens without the old one", async () => {
  const [old, fresh] = [randomBytes(32), randomBytes(32)];
  const database = await openTestDatabase();
  const before = furnish(database, { secrets: secretBox([old]) });
  const shop = await createTrialMerchant(before.core, "shop", 0);
  const find = (house: typeof before) =>
    house.core.operate("test", ({ transaction }) =>
      transaction((tx) => tx.forMerchant(shop.merchant_id).channelAccounts.find("wechat")),
    );
  await before.core.operate("test", ({ transaction }) =>
    transaction((tx) =>
      tx.forMerchant(shop.merchant_id).channelAccounts.put({
        channel: "wechat",
        wallet_id: shop.merchant_wallet_id,
        parameters: wechatAccount,
        fee_bps: 0,
      }),
    ),
  );
  const secrets = [{ secret: "whsec_", until: null }] as const;
  const endpoint = { id: "whe_1", wallet_id: shop.merchant_wallet_id, url: "https://a.test/" };
  await before.core.operate("test", ({ transaction }) =>
    transaction((tx) =>
      tx
        .forMerchant(shop.merchant_id)
        .webhookEndpoints.insert(
          { ...endpoint, event_types: null, description: null, secrets },
          "test",
        ),
    ),
  );
  const after = furnish(database, { secrets: secretBox([fresh]) });
  await expect(find(after)).rejects.toThrow("no key of PURSE_SECRET_KEY");
  const rotating = furnish(database, { secrets: secretBox([fresh, old]) });
  expect(await rotating.core.operate("test", resealSecrets)).toEqual({ ok: true, data: 3 });
  expect(await find(after)).toMatchObject({ ok: true, data: { parameters: wechatAccount } });
  const opened = await after.core.operate("test", ({ transaction }) =>
    transaction((tx) => tx.forMerchant(shop.merchant_id).webhookEndpoints.find("whe_1")),
  );
  expect(opened).toMatchObject({ ok: true, data: { secrets } });
  const key = await after.core.identify(shop.api_key);
  expect(key.ok && key.data.signing?.material()).toBe(shop.signing_secret);
  await database.close();
});

test("without a key live accounts are refused, and nothing is kept of them", async () => {
  const { core } = furnish(purse.database);
  const live = { merchant_name: "live", mode: "live" } as const;
  const secret = await core.operate("test", (scope) => createKey(scope, live));
  expect(secret).toMatchObject({ ok: false, error: { key: "unknown" } });
  const made = await core.operate("test", (scope) =>
    createKey(scope, { ...live, public_key: "A".repeat(43).concat("=") }),
  );
  if (!made.ok) throw made.error;
  const { merchant, key } = made.data;
  const caller = { merchant_id: merchant.id, key_id: key.id, mode: "live" } as const;
  const call = (id: string, parts: object) =>
    core.operations.find((operation) => operation.id === id)!.call(caller, parts);
  const wallet = await call("wallets.create", { body: { type: "merchant" } });
  if (!wallet.ok) throw wallet.error;
  const params = { wallet_id: Reflect.get(Object(wallet.data), "id") };
  const refused = await call("wallets.setAlipay", { params, body: alipayAccount });
  expect(refused).toMatchObject({ ok: false, error: { key: "unknown" } });
  expect(!refused.ok && refused.error.message).toMatch(/PURSE_SECRET_KEY is not set/);
  const { rows } = await purse.database.executeSql(
    `select from channel_accounts where merchant_id = $1`,
    [merchant.id],
  );
  expect(rows).toEqual([]);
});
