import { expect, test } from "vitest";
import { operatorToken, usePurse } from "./harness/purse.ts";

const purse = usePurse({ keyConcurrency: 1 });

const read = (authorization?: string) =>
  fetch(`${purse.url}/metrics`, {
    headers: authorization === undefined ? {} : { authorization },
  });

test("are shown to who has the operator token, and to nobody else", async () => {
  for (const authorization of [undefined, "Bearer wrong", operatorToken]) {
    const refused = await read(authorization);
    expect([refused.status, refused.headers.get("X-Error-Code")]).toEqual([401, "200001"]);
    expect(await refused.text()).not.toContain("purse_");
  }
  const shown = await read(`Bearer ${operatorToken}`);
  expect(shown.headers.get("Content-Type")).toMatch(/^text\/plain/);
  expect(await shown.text()).toContain("purse_process_cpu_seconds_total");
});

test("tell of requests that a key's limit refused", async () => {
  const { api_key: key, merchant_wallet_id } = await purse.merchant();
  const get = () => purse.call("GET", `/v1/wallets/${merchant_wallet_id}`, { key });
  await get();
  // While the wallets are locked the first request stays in flight, and the others find it so.
  const held = purse.database.sqlTransaction(async ({ run }) => {
    await run("lock table wallets in access exclusive mode");
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
  await new Promise((resolve) => setTimeout(resolve, 50));
  const answers = await Promise.all(Array.from({ length: 5 }, get));
  await held;
  const refused = answers.filter((answer) => answer.key === "concurrency_limit_exceeded").length;
  expect(refused).toBeGreaterThan(0);
  const text = await (await read(`Bearer ${operatorToken}`)).text();
  expect(text).toContain(`\npurse_key_concurrency_refusals_total ${refused}\n`);
});
