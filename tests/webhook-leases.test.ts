import type { DueDelivery } from "@purse/core";
import { startDeliveries } from "@purse/storage";
import { sql } from "kysely";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { openReceiver, type Receiver } from "./harness/receiver.ts";
import { payment } from "./harness/requests.ts";

// No worker runs here: the test takes deliveries as workers do.
const purse = usePurse({ egress: "any" });
let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
});
afterAll(() => receiver.close());

async function deliveries() {
  const { rows } = await sql<{ status: string; tries: number; pause: number; attempts: number }>`
    select status, tries, extract(epoch from next_at - now())::float8 as pause,
      (select count(*)::int from webhook_attempts where delivery_id = delivery.id) as attempts
    from webhook_deliveries delivery order by number`.execute(purse.database.db);
  return rows;
}

test("what a dead process has taken is another's, and a late answer of its own changes nothing", async () => {
  const { takeDeliveries, deliver } = purse.house.core;
  const { api_key: key, merchant_wallet_id: wallet_id, ...merchant } = await purse.merchant();
  const body = { wallet_id, url: receiver.url };
  await purse.call("POST", "/v1/webhook-endpoints", { key, body });
  const order = payment({ ...merchant, api_key: key, merchant_wallet_id: wallet_id });
  await purse.call("POST", "/v1/charges", { key, body: order });

  const [first] = await takeDeliveries(10, []);
  expect(await takeDeliveries(10, [])).toEqual([]);
  expect((await deliveries())[0]?.pause).toBeGreaterThan(20);
  await sql`update webhook_deliveries set next_at = now()`.execute(purse.database.db);
  expect(await takeDeliveries(10, [first!.endpoint_id])).toEqual([]);
  const [second] = await takeDeliveries(10, []);
  expect([first?.tries, second?.tries, second?.id]).toEqual([1, 2, first?.id]);

  receiver.answer = (response) => response.writeHead(410).end();
  await deliver(first!);
  const [held] = await deliveries();
  expect(held).toMatchObject({ status: "pending", tries: 2, attempts: 1 });
  expect(held?.pause).toBeGreaterThan(20);
  receiver.answer = (response) => response.end();
  await deliver(second!);
  expect((await deliveries())[0]).toMatchObject({ status: "delivered", attempts: 2 });
  receiver.answer = (response) => response.writeHead(410).end();
  await deliver(first!);
  expect((await deliveries())[0]).toMatchObject({ status: "delivered", attempts: 3 });
});

test("what a process has taken, and was stopped with, is not sent by it any more", async () => {
  const sent: DueDelivery[] = [];
  const { now } = performance;
  let stoppedMs = 0;
  const clock = vi.spyOn(performance, "now");
  clock.mockImplementation(() => now.call(performance) + stoppedMs);
  const turns = [16_000, 0];
  const stop = startDeliveries({
    async take() {
      const stopped = turns.shift();
      stoppedMs += stopped ?? 0;
      return stopped === undefined ? [] : [dueDelivery(`delivery ${stopped}`)];
    },
    deliver: async (delivery) => void sent.push(delivery),
    onError() {},
  });
  await expect.poll(() => sent.map(({ id }) => id), { timeout: 5000 }).toEqual(["delivery 0"]);
  await stop();
  clock.mockRestore();
});

function dueDelivery(id: string): DueDelivery {
  const event = {
    id: "evt",
    wallet_id: "wal",
    type: "charge.paid",
    resource: "charge",
    resource_id: "chg",
    request_id: null,
    data: {},
    created_at: new Date(),
  } as const;
  const endpoint = {
    merchant_id: "mer",
    mode: "test",
    endpoint_id: "whe",
    url: "",
    tries: 1,
  } as const;
  return { id, ...endpoint, secrets: [{ secret: "", until: null }], event };
}
