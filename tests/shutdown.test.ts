import { Agent, request } from "node:http";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { openPurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

test("closing finishes what is in flight and refuses new work with 503", async () => {
  const purse = await openPurse();
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const slow = purse.database.sqlTransaction(async ({ run }) => {
    await run("lock table charges in exclusive mode");
    await new Promise((resolve) => setTimeout(resolve, 400));
  });
  const inFlight = purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = purse.close();
  const refused = await purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
  expect([refused.status, refused.key]).toEqual([503, "service_unavailable"]);
  expect(refused.headers.get("Retry-After")).toBe("1");
  expect((await purse.call("GET", "/readyz")).status).toBe(503);
  expect((await purse.call("GET", "/healthz")).status).toBe(200);
  await slow;
  expect((await inFlight).status).toBe(200);
  await closed;
  await expect(fetch(purse.url)).rejects.toThrow();
});

test("a kept connection ends with the answer that it waits for", async () => {
  const purse = await openPurse();
  const agent = new Agent({ keepAlive: true });
  const get = () =>
    new Promise<string | undefined>((resolve, reject) => {
      const sent = request(`${purse.url}/v1/errors/401`, { agent }, async (response) => {
        await text(response);
        resolve(response.headers.connection);
      });
      sent.on("error", reject).end();
    });
  expect(await get()).toBe("keep-alive");
  const closed = purse.close();
  expect(await get()).toBe("close");
  await closed;
  agent.destroy();
});
