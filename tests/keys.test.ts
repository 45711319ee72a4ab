import { expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { usePurse } from "./harness/purse.ts";

const purse = usePurse();
const gateway = useGateway(purse);
const path = "/v1/wallets";
const body = { type: "user" };
const use = async (key: string) => (await purse.call("POST", path, { key, body })).key;

async function listed(id: string) {
  const merchants = await gateway.client().operator.keys.list.query();
  return merchants.flatMap(({ keys }) => keys).find((key) => key.id === id)!;
}

test("a merchant has several keys; a rotated one ends a while later, for good", async () => {
  const { operator } = gateway.client({ "x-operator": "ann" });
  const first = await operator.keys.create.mutate({ merchant_name: "shop", mode: "test" });
  const second = await operator.keys.create.mutate({ merchant_name: "shop", mode: "test" });
  expect(second.merchant).toEqual(first.merchant);
  const third = await operator.keys.rotate.mutate({ key_id: first.id });
  expect(third.merchant).toEqual(first.merchant);
  expect(third.signing_secret).not.toBe(first.signing_secret);
  for (const { api_key } of [first, second, third]) expect(await use(api_key)).toBe("success");
  const ends = Date.parse((await listed(first.id)).not_after!);
  expect(Math.abs(ends - Date.now() - 24 * 3_600_000)).toBeLessThan(60_000);

  await operator.keys.rotate.mutate({ key_id: first.id, overlap_hours: 0 });
  expect(await use(first.api_key)).toBe("api_key_invalid");
  // A longer overlap does not bring it back.
  await operator.keys.rotate.mutate({ key_id: first.id, overlap_hours: 24 });
  expect(await use(first.api_key)).toBe("api_key_invalid");
  await operator.keys.revoke.mutate({ key_id: second.id });
  expect(await use(second.api_key)).toBe("api_key_invalid");
  const again = operator.keys.rotate.mutate({ key_id: second.id });
  await expect(again).rejects.toThrow("resource_not_exist: key_id: no such key, or it is revoked");
  expect(await use(third.api_key)).toBe("success");
});

test("a key ends at its time", async () => {
  const { operator } = gateway.client();
  const make = (not_after: string) =>
    operator.keys.create.mutate({ merchant_name: "shop", mode: "test", not_after });
  const past = await make(new Date(Date.now() - 1000).toISOString());
  const future = await make(new Date(Date.now() + 60_000).toISOString());
  expect(await use(past.api_key)).toBe("api_key_invalid");
  expect(await use(future.api_key)).toBe("success");
});

test("when a key was used is noted once a minute", async () => {
  const { api_key, id } = await gateway
    .client()
    .operator.keys.create.mutate({ merchant_name: "shop", mode: "test" });
  const lastUsed = async () => (await listed(id)).last_used_at;
  expect(await lastUsed()).toBeNull();
  await use(api_key);
  await expect.poll(lastUsed).not.toBeNull();
  const first = await lastUsed();
  await use(api_key);
  await use(api_key);
  expect(await lastUsed()).toBe(first);
  await purse.database.executeSql(
    "update api_keys set last_used_at = now() - interval '61 s' where id = $1",
    [id],
  );
  const old = await lastUsed();
  await use(api_key);
  await expect.poll(lastUsed).not.toBe(old);
});

test("what operators did to keys can be read, the latest first, page by page", async () => {
  const { operator } = gateway.client({ "x-operator": "ann" });
  const made = await operator.keys.create.mutate({ merchant_name: "audited", mode: "live" });
  const { id: new_key_id } = await operator.keys.rotate.mutate({ key_id: made.id });
  await operator.keys.revoke.mutate({ key_id: made.id });
  const [revoked, rotated] = await operator.audit.list.query({ count: 2 });
  expect(revoked).toMatchObject({ actor: "ann", action: "key.revoke", subject: made.id });
  expect(rotated).toMatchObject({ action: "key.rotate", detail: { new_key_id } });
  const [created] = await operator.audit.list.query({ count: 1, before: rotated!.id });
  expect(created).toMatchObject({
    action: "key.create",
    subject: made.id,
    detail: { mode: "live", algorithm: "hmac-sha256", merchant_id: made.merchant.id },
  });
  const all = JSON.stringify(await operator.audit.list.query({ count: 100 }));
  for (const secret of [made.api_key, made.signing_secret!]) expect(all).not.toContain(secret);
});
