import { expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const purse = usePurse({ timeLimitMs: 500 });

test("a request that takes too long is answered so, and may still take effect once", async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const body = payment(merchant);
  // Holds every row that a charge needs, as a long report or a stuck session would.
  const slow = purse.database.sqlTransaction(async ({ run }) => {
    await run("lock table charges in exclusive mode");
    await new Promise((resolve) => setTimeout(resolve, 1500));
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const late = await purse.call("POST", "/v1/charges", { key, body });
  expect([late.status, late.key]).toEqual([504, "request_time_out"]);
  await slow;
  const retried = await purse.call("POST", "/v1/charges", { key, body });
  expect(retried.status).toBe(200);
  const path = `/v1/charges/list/${merchant.merchant_wallet_id}?page=1&count=10`;
  const list = await purse.call("GET", path, { key });
  expect(list.data.items).toEqual([retried.data]);
});
