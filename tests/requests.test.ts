import { Writable } from "node:stream";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { operatorToken, usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const lines: Record<string, unknown>[] = [];
const log = new Writable({
  write(chunk, _encoding, done) {
    lines.push(JSON.parse(String(chunk)));
    done();
  },
});
const purse = usePurse({ logger: pino(log) });
const gateway = useGateway(purse);

/** What the operator is shown, once it has been written. */
const listed = (filter: object, count = 1) =>
  expect
    .poll(() => gateway.client().operator.requests.list.query(filter), { timeout: 5000 })
    .toHaveLength(count)
    .then(() => gateway.client().operator.requests.list.query(filter));

const metrics = async () => {
  const headers = { authorization: `Bearer ${operatorToken}` };
  return (await fetch(`${purse.url}/metrics`, { headers })).text();
};

describe("a request is told of", () => {
  test("when it succeeds: in a line of the log, in the figures, to the operator", async () => {
    const merchant = await purse.merchant();
    const { api_key: key, key_id, merchant_id } = merchant;
    const headers = { "X-Request-Id": "mine-1" };
    const { data, text: said } = await purse.call("POST", "/v1/charges", {
      key,
      body: payment(merchant),
      headers,
    });
    expect(said).toMatch(/^."code":0,/);
    const record = {
      request_id: "mine-1",
      method: "POST",
      path: "/v1/charges",
      operation: "charges.create",
      merchant_id,
      key_id,
      resource_id: data.id,
      status: 200,
      code: 0,
      duration_ms: expect.any(Number),
    };
    const [found] = await listed({ request_id: "mine-1" });
    expect(found).toEqual({ ...record, number: expect.any(Number), at: expect.any(String) });
    expect(Math.abs(Date.parse(found!.at) - Date.now())).toBeLessThan(60_000);
    const own = lines.filter(({ request_id }) => request_id === "mine-1");
    expect(own).toEqual([expect.objectContaining({ ...record, level: 30 })]);
    expect(JSON.stringify(own)).not.toContain(key);
    const text = await metrics();
    const labels = 'listener="server",operation="charges.create"';
    expect(text).toContain(`purse_requests_total{${labels},code="0"} 1`);
    expect(text).toContain(`purse_request_seconds_count{${labels}} 1`);
  });

  test("when it is refused, before and behind the key", async () => {
    const merchant = await purse.merchant();
    const charge = { ...payment(merchant), amount: 999_999_999 };
    await purse.call("POST", "/v1/charges", {
      key: merchant.api_key,
      body: charge,
      headers: { "X-Request-Id": "poor" },
    });
    await purse.call("GET", "/v1/charges/chg_1", { headers: { "X-Request-Id": "nobody" } });
    await purse.call("GET", "/v1/nowhere", { headers: { "X-Request-Id": "nowhere" } });
    const [poor] = await listed({ request_id: "poor" });
    expect(poor).toMatchObject({ code: 200006, status: 402, key_id: merchant.key_id });
    expect(poor).toMatchObject({ resource_id: merchant.merchant_wallet_id });
    const [nobody] = await listed({ request_id: "nobody" });
    expect(nobody).toMatchObject({ operation: "charges.get", code: 401, key_id: null });
    const [nowhere] = await listed({ request_id: "nowhere" });
    expect(nowhere).toMatchObject({ operation: null, code: 200004, path: "/v1/nowhere" });
    const text = await metrics();
    expect(text).toContain(`{listener="server",operation="none",code="200004"} 1`);
    expect(text).toContain(`{listener="server",operation="charges.get",code="401"} 1`);
  });

  test("when its caller does not wait for the answer", async () => {
    const merchant = await purse.merchant();
    const locked = Promise.withResolvers<void>();
    const held = purse.database.sqlTransaction(async ({ run }) => {
      await run("lock table charges in exclusive mode");
      locked.resolve();
      await new Promise((resolve) => setTimeout(resolve, 400));
    });
    await locked.promise;
    const sent = fetch(`${purse.url}/v1/charges`, {
      method: "POST",
      headers: {
        "X-API-KEY": merchant.api_key,
        "X-Request-Id": "impatient",
        "Content-Type": "application/json",
      },
      body: JSON.stringify(payment(merchant)),
      signal: AbortSignal.timeout(150),
    });
    await expect(sent).rejects.toThrow();
    await held;
    const [found] = await listed({ request_id: "impatient" });
    expect(found).toMatchObject({ operation: "charges.create", status: null, code: null });
  });

  test("when it comes over the gateway, each call of a batch by itself", async () => {
    const { api_key, key_id, merchant_wallet_id: wallet_id } = await purse.merchant();
    const headers = { authorization: `Bearer ${operatorToken}`, "x-request-id": "batch" };
    const input = encodeURIComponent(JSON.stringify({ 0: { wallet_id }, 1: { id: "chg_1" } }));
    const path = "/wallets.get,charges.get?batch=1&input=";
    const get = (more: object) =>
      fetch(gateway.url + path + input, { headers: { ...headers, ...more } });
    expect((await get({ "x-api-key": api_key })).status).toBe(200);
    const calls = await listed({ request_id: "batch" }, 2);
    expect(calls.map(({ operation, code }) => [operation, code]).toSorted()).toEqual([
      ["charges.get", 200005],
      ["wallets.get", 0],
    ]);
    expect(calls.map((call) => call.key_id)).toEqual([key_id, key_id]);
    await get({ authorization: "Bearer wrong", "x-request-id": "stranger" });
    const [stranger] = await listed({ request_id: "stranger" });
    expect(stranger).toMatchObject({ operation: null, code: 200001, status: 401 });
    expect(await listed({ operation: "operator.requests.list", count: 1 })).toHaveLength(1);
  });
});

test("operators filter requests, page back and follow what comes", async () => {
  const { api_key: key, key_id, merchant_wallet_id } = await purse.merchant();
  for (let turn = 0; turn < 3; turn += 1) {
    await purse.call("GET", `/v1/wallets/${merchant_wallet_id}`, { key });
  }
  const all = await listed({ key_id }, 3);
  const numbers = all.map(({ number }) => number);
  expect(numbers).toEqual(numbers.toSorted((one, other) => other - one));
  const [newest = 0, middle = 0, oldest = 0] = numbers;
  const numbersOf = async (filter: object) =>
    (await gateway.client().operator.requests.list.query({ key_id, ...filter })).map(
      ({ number }) => number,
    );
  expect(await numbersOf({ before: newest })).toEqual([middle, oldest]);
  expect(await numbersOf({ after: oldest })).toEqual([middle, newest]);
  expect(await numbersOf({ failed: true })).toEqual([]);
  expect(await numbersOf({ resource_id: merchant_wallet_id, code: 0 })).toEqual(numbers);
});
