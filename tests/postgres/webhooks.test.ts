import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { usePurse } from "../harness/purse.ts";
import { openReceiver, type Receiver } from "../harness/receiver.ts";
import { payment } from "../harness/requests.ts";

const purse = usePurse({ egress: "any" });
const silent = pino({ level: "silent" });
const [receivers, closers]: [Receiver[], (() => Promise<void>)[]] = [[], []];
beforeAll(async () => {
  for (let worker = 0; worker < 3; worker += 1) {
    closers.push(await purse.house.startWorker(silent));
  }
});
afterAll(async () => {
  for (const { close } of receivers) await close();
  for (const close of closers) await close();
});

async function shop() {
  const merchant = await purse.merchant();
  const receiver = await openReceiver();
  receivers.push(receiver);
  const body = { wallet_id: merchant.merchant_wallet_id, url: receiver.url };
  await purse.call("POST", "/v1/webhook-endpoints", { key: merchant.api_key, body });
  const pay = async () => {
    const { data } = await purse.call("POST", "/v1/charges", {
      key: merchant.api_key,
      body: payment(merchant),
    });
    const refund = { charge_id: data.id, amount: 1, refund_no: data.id };
    await purse.call("POST", "/v1/refunds", { key: merchant.api_key, body: refund });
  };
  return { receiver, pay };
}

test("three workers send each event once, in order, and a hanging receiver delays no other", async () => {
  const [hanging, quick] = [await shop(), await shop()];
  hanging.receiver.answer = () => {};
  await Promise.all(Array.from({ length: 50 }, hanging.pay));
  const delays: number[] = [];
  quick.receiver.answer = (response, { event }) => {
    delays.push(Date.now() - Date.parse(event.created_at));
    response.end();
  };
  for (let round = 0; round < 10; round += 1)
    await Promise.all(Array.from({ length: 20 }, quick.pay));
  const { received } = quick.receiver;
  await expect.poll(() => received.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(600);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  expect(received).toHaveLength(600);
  const types = Map.groupBy(received, ({ event }) => event.resource_id as string);
  const orders = new Set(
    [...types.values()].map((all) => all.map(({ event }) => event.type).join()),
  );
  expect(orders).toEqual(new Set(["charge.paid,charge.partly_refunded", "refund.succeeded"]));
  const p99 = delays.toSorted((a, b) => a - b)[Math.floor(delays.length * 0.99)]!;
  console.log(`delivered 600 of 600, p99 ${p99} ms behind the event`);
  // Each of the fifty that hang takes its 15 s: nobody waited for one of them.
  expect(p99).toBeLessThan(15_000);
}, 60_000);
