import { expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const purse = usePurse({ timeLimitMs: 500 });
const gateway = useGateway(purse, { timeLimitMs: 500 });

/** Holds every row that a charge needs, as a long report or a stuck session would. */
async function holdCharges(): Promise<{ readonly released: Promise<void> }> {
  const released = purse.database.sqlTransaction(async ({ run }) => {
    await run("lock table charges in exclusive mode");
    await new Promise((resolve) => setTimeout(resolve, 1500));
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  return { released };
}

test("a request that takes too long is answered so, and may still take effect once", async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const body = payment(merchant);
  const { released } = await holdCharges();
  const late = await purse.call("POST", "/v1/charges", { key, body });
  expect([late.status, late.key]).toEqual([504, "request_time_out"]);
  await released;
  const retried = await purse.call("POST", "/v1/charges", { key, body });
  expect(retried.status).toBe(200);
  const path = `/v1/charges/list/${merchant.merchant_wallet_id}?page=1&count=10`;
  const list = await purse.call("GET", path, { key });
  expect(list.data.items).toEqual([retried.data]);
});

test("the gateway's calls of operations have a limit too", async () => {
  const merchant = await purse.merchant();
  const { released } = await holdCharges();
  const client = gateway.client({ "x-api-key": merchant.api_key });
  const body = { ...payment(merchant), channel: "balance" } as const;
  const late = client.charges.create.mutate(body);
  await expect(late).rejects.toMatchObject({
    data: { httpStatus: 504, registry: { code: 100_045, key: "request_time_out" } },
  });
  await released;
  expect((await client.charges.create.mutate(body)).status).toBe("paid");
});
