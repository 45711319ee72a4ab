import { sql } from "kysely";
import { pino } from "pino";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { usePurse } from "./harness/purse.ts";
import { openReceiver, type Receiver } from "./harness/receiver.ts";
import { payment } from "./harness/requests.ts";

let now = Date.now();
const purse = usePurse({ egress: "any", now: () => new Date(now) });
const gateway = useGateway(purse);
const receivers: Receiver[] = [];
let stopWorker: () => Promise<void>;
beforeAll(async () => {
  stopWorker = await purse.house.startWorker(pino({ level: "silent" }));
});
afterEach(async () => {
  now = Date.now();
  for (const { close } of receivers.splice(0)) await close();
});
afterAll(() => stopWorker());

async function receiver(port?: number): Promise<Receiver> {
  const opened = await openReceiver(port);
  receivers.push(opened);
  return opened;
}

/** A merchant, and what it needs here: endpoints and payments. */
async function shop() {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  async function send(method: string, path: string, body?: object) {
    const { data, error } = await purse.call(
      method,
      path,
      body === undefined ? { key } : { key, body },
    );
    if (error !== undefined) throw error;
    return data;
  }
  return {
    merchant,
    key,
    send,
    endpoint: (url: string, more: object = {}) =>
      send("POST", "/v1/webhook-endpoints", {
        wallet_id: merchant.merchant_wallet_id,
        url,
        ...more,
      }),
    pay: (): Promise<{ id: string }> => send("POST", "/v1/charges", payment(merchant)),
    refund: (charge_id: string, refund_no: string): Promise<{ id: string }> =>
      send("POST", "/v1/refunds", { charge_id, refund_no, amount: 10 }),
    get: (id: string) => send("GET", `/v1/webhook-endpoints/${id}`),
  };
}

const idsOf = ({ received }: Receiver) => received.map(({ event }) => event.id as string);
const typesOf = ({ received }: Receiver) => received.map(({ event }) => event.type as string);
const soon = { timeout: 9000, interval: 50 };

/** Lets the time come at which an endpoint's deliveries are sent again; answers how far it was. */
async function skipPauses(endpointId: string): Promise<number> {
  // Those in hand have begun an attempt whose end is not written yet.
  const { rows } = await sql<{ seconds: number }>`
    with pauses as (
      select id, extract(epoch from next_at - now())::float8 as seconds
      from webhook_deliveries delivery
      where endpoint_id = ${endpointId} and status = 'pending'
        and tries <= (select count(*) from webhook_attempts where delivery_id = delivery.id)
    ), skipped as (
      update webhook_deliveries set next_at = now() where id in (select id from pauses)
    )
    select max(seconds) as seconds from pauses`.execute(purse.database.db);
  return rows[0]?.seconds ?? 0;
}

/** The answers and errors of all attempts at an endpoint, in their order. */
async function attemptsAt(endpointId: string) {
  const { operator } = gateway.client();
  const deliveries = await operator.webhooks.deliveries.query({ endpoint_id: endpointId });
  return deliveries.flatMap(({ attempts }) => attempts);
}

test("an event comes once, as the API shows it, with a signature that verifies", async () => {
  const { send, endpoint, key, merchant } = await shop();
  const hook = await receiver();
  const { id, secret } = await endpoint(hook.url);
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(await send("GET", `/v1/webhook-endpoints/${id}`)).not.toHaveProperty("secret");
  // The request's id goes through its event to the webhook.
  const requestId = "paid-by-a-test";
  const { data: charge } = await purse.call("POST", "/v1/charges", {
    key,
    body: payment(merchant),
    headers: { "X-Request-Id": requestId },
  });
  await expect.poll(() => typesOf(hook), soon).toEqual(["charge.paid"]);
  const [{ headers, body, event }] = hook.received as [Receiver["received"][0]];
  expect(event).toMatchObject({ resource_id: charge.id, data: { id: charge.id, status: "paid" } });
  const shown = await purse.call("GET", `/v1/events/${event.id}`, { key });
  expect(event).toEqual(shown.data);
  expect(headers["webhook-id"]).toBe(event.id);
  expect([event.request_id, headers["x-request-id"]]).toEqual([requestId, requestId]);
  const signed = headers as Record<string, string>;
  expect(new Webhook(secret).verify(body, signed)).toEqual(event);
  expect(() => new Webhook(secret).verify(`${body} `, signed)).toThrow();
  await expect.poll(async () => (await attemptsAt(id)).length, soon).toBe(1);
  const [delivery] = await gateway
    .client()
    .operator.webhooks.deliveries.query({ event_id: event.id });
  expect(delivery).toMatchObject({ endpoint_id: id, status: "delivered", next_at: null });
  expect(delivery?.attempts).toEqual([
    { at: expect.any(String), status: 200, error: null, duration_ms: expect.any(Number) },
  ]);
});

test("an endpoint gets the types that it asked for, of its own merchant", async () => {
  const [one, other] = [await shop(), await shop()];
  const [paid, all] = [await receiver(), await receiver()];
  await one.endpoint(paid.url, { event_types: ["charge.paid"] });
  await one.endpoint(all.url);
  const charge = await one.pay();
  await other.pay();
  await one.refund(charge.id, "r1");
  await expect
    .poll(() => typesOf(all).toSorted(), soon)
    .toEqual(["charge.paid", "charge.partly_refunded", "refund.succeeded"]);
  expect(typesOf(paid)).toEqual(["charge.paid"]);
});

test("what is undone is never sent", async () => {
  const { endpoint, merchant } = await shop();
  const hook = await receiver();
  const { id } = await endpoint(hook.url);
  const body = { ...payment(merchant), amount: 1_000_001 };
  expect((await purse.call("POST", "/v1/charges", { key: merchant.api_key, body })).status).toBe(
    402,
  );
  expect(await gateway.client().operator.webhooks.deliveries.query({ endpoint_id: id })).toEqual(
    [],
  );
});

test("a receiver that was down gets everything once it is up, each resource in its order", async () => {
  const { endpoint, pay, refund } = await shop();
  const down = await openReceiver();
  await down.close();
  const { id } = await endpoint(down.url);
  const charges = await Promise.all(Array.from({ length: 30 }, pay));
  for (const { id } of charges) await refund(id, `a ${id}`.replace(" ", "-"));
  await expect.poll(async () => (await attemptsAt(id)).length, soon).toBeGreaterThan(10);
  expect((await attemptsAt(id)).map(({ error }) => error)).toContain("connection");
  const up = await receiver(Number(new URL(down.url).port));
  for (let round = 0; up.received.length < 90 && round < 20; round += 1) {
    await skipPauses(id);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(new Set(idsOf(up)).size).toBe(90);
  expect(up.received).toHaveLength(90);
  for (const { id } of charges) {
    const types = up.received.flatMap(({ event }) =>
      event.resource_id === id ? [event.type] : [],
    );
    expect(types).toEqual(["charge.paid", "charge.partly_refunded"]);
  }
});

test("what is refused holds up what is behind it, and nothing else", async () => {
  const { endpoint, pay, refund } = await shop();
  const hook = await receiver();
  const { id } = await endpoint(hook.url);
  const [first, second] = [await pay(), await pay()];
  await expect.poll(() => hook.received.length, soon).toBe(2);
  hook.answer = (response, { event }) => {
    response.statusCode = event.data.id === first.id ? 500 : 200;
    response.end();
  };
  await refund(first.id, "f1");
  await refund(first.id, "f2");
  await refund(second.id, "s1");
  const ofCharges = () =>
    hook.received
      .slice(2)
      .flatMap(({ event }) => (event.resource === "charge" ? [event.resource_id] : []));
  await expect.poll(() => hook.received.length, soon).toBe(2 + 5);
  expect(ofCharges().toSorted()).toEqual([first.id, second.id].toSorted());
  hook.answer = (response) => response.writeHead(204).end();
  await skipPauses(id);
  await expect.poll(() => hook.received.length, soon).toBe(2 + 5 + 2);
  const amounts = hook.received.flatMap(({ event }) =>
    event.resource_id === first.id ? [event.data.amount_refunded] : [],
  );
  expect(amounts).toEqual([0, 10, 10, 20]);
});

test("a receiver that hangs holds up no other, nor does a slow event its neighbours for long", async () => {
  const [slow, quick] = [await shop(), await shop()];
  const [hanging, hook] = [await receiver(), await receiver()];
  hanging.answer = () => {};
  await slow.endpoint(hanging.url);
  await quick.endpoint(hook.url);
  await Promise.all(Array.from({ length: 20 }, slow.pay));
  await expect.poll(() => hanging.received.length, soon).toBeGreaterThanOrEqual(4);
  const start = performance.now();
  await Promise.all(Array.from({ length: 20 }, quick.pay));
  await expect.poll(() => hook.received.length, { timeout: 3000, interval: 20 }).toBe(20);
  expect(performance.now() - start).toBeLessThan(3000);
  expect(hanging.received.length).toBeLessThan(8);
});

test("behind a rotation both secrets sign for 24 h, then the new one alone", async () => {
  const { endpoint, send, pay } = await shop();
  const hook = await receiver();
  const { id, secret: former } = await endpoint(hook.url);
  const { secret } = await send("POST", `/v1/webhook-endpoints/${id}/rotate-secret`);
  expect(secret).not.toBe(former);
  const verifies = (which: string, nth: number) => {
    const { headers, body } = hook.received[nth]!;
    try {
      new Webhook(which).verify(body, headers as Record<string, string>);
      return true;
    } catch {
      return false;
    }
  };
  await pay();
  await expect.poll(() => hook.received.length, soon).toBe(1);
  expect([verifies(secret, 0), verifies(former, 0)]).toEqual([true, true]);
  now += 24 * 3_600_000;
  await pay();
  await expect.poll(() => hook.received.length, soon).toBe(2);
  expect([verifies(secret, 1), verifies(former, 1)]).toEqual([true, false]);
});

test("secrets are sealed in the database, in kept answers too", async () => {
  const { merchant, key, send } = await shop();
  const body = { wallet_id: merchant.merchant_wallet_id, url: "http://127.0.0.1:9/" };
  const headers = { "Idempotency-Key": "once" };
  const first = await purse.call("POST", "/v1/webhook-endpoints", { key, body, headers });
  const again = await purse.call("POST", "/v1/webhook-endpoints", { key, body, headers });
  expect(again.text).toBe(first.text);
  const { items } = await send(
    "GET",
    `/v1/webhook-endpoints/list/${merchant.merchant_wallet_id}?page=1&count=10&status=active`,
  );
  expect(items.map(({ id }: { id: string }) => id)).toEqual([first.data.id]);
  const { rows } = await sql<{ kept: string }>`
    select secrets_sealed as kept from webhook_endpoints union all
    select answer_sealed from idempotency_keys where answer_sealed is not null`.execute(
    purse.database.db,
  );
  expect(rows.length).toBeGreaterThanOrEqual(2);
  for (const { kept } of rows) expect(kept).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
});

describe("an endpoint is disabled", () => {
  test("by its merchant: nothing more is sent, until it is enabled", async () => {
    const { endpoint, send, pay } = await shop();
    const hook = await receiver();
    const { id } = await endpoint(hook.url);
    const disabled = await send("POST", `/v1/webhook-endpoints/${id}/disable`);
    expect(disabled).toMatchObject({ status: "disabled", disabled_reason: "requested" });
    expect(await send("POST", `/v1/webhook-endpoints/${id}/disable`)).toEqual(disabled);
    await pay();
    const enabled = await send("POST", `/v1/webhook-endpoints/${id}/enable`);
    expect(enabled).toMatchObject({ status: "active", disabled_reason: null, disabled_at: null });
    const { id: charge } = await pay();
    await expect.poll(() => hook.received.length, soon).toBe(1);
    expect(hook.received[0]?.event.resource_id).toBe(charge);
  });

  test("by its answer 410, at once, and all that waits is given up", async () => {
    const { endpoint, pay, refund, get } = await shop();
    const hook = await receiver();
    const { id } = await endpoint(hook.url);
    hook.answer = (response) => response.writeHead(500).end();
    const charge = await pay();
    await expect.poll(() => hook.received.length, soon).toBe(1);
    hook.answer = (response) => response.writeHead(410).end();
    await refund(charge.id, "r");
    await expect.poll(async () => (await get(id)).disabled_reason, soon).toBe("gone");
    const { operator } = gateway.client();
    const deliveries = await operator.webhooks.deliveries.query({ endpoint_id: id });
    expect(deliveries.map(({ status }) => status)).toEqual(Array(3).fill("given_up"));
  });

  test("when nothing was accepted for 24 h, by 11 attempts; a redirect is none", async () => {
    const { endpoint, pay, get } = await shop();
    const [hook, other] = [await receiver(), await receiver()];
    hook.answer = (response) => response.writeHead(302, { Location: other.url }).end();
    const { id } = await endpoint(hook.url);
    await pay();
    let seconds = 0;
    for (let attempts = 1; attempts <= 11; attempts += 1) {
      await expect.poll(async () => (await attemptsAt(id)).length, soon).toBe(attempts);
      seconds += Math.ceil(await skipPauses(id));
    }
    expect(seconds).toBe(24 * 3600);
    expect(await get(id)).toMatchObject({ status: "disabled", disabled_reason: "gave_up" });
    expect(idsOf(hook)).toEqual(Array(11).fill(idsOf(hook)[0]));
    expect(other.received).toEqual([]);
  });
});

describe("an operator", () => {
  test("has an event sent again, also one from before the endpoint, and it is audited", async () => {
    const { endpoint, pay, send, merchant } = await shop();
    const { operator } = gateway.client({ "x-operator": "ann@example" });
    const before = await pay();
    const hook = await receiver();
    const { id: endpoint_id } = await endpoint(hook.url);
    await pay();
    await expect.poll(() => hook.received.length, soon).toBe(1);
    const wallet = merchant.merchant_wallet_id;
    const { items } = await send("GET", `/v1/events/list/${wallet}?page=1&count=10`);
    for (const { id: event_id } of items) {
      const { status } = await operator.webhooks.redeliver.mutate({ endpoint_id, event_id });
      expect(status).toBe("pending");
    }
    await expect.poll(() => hook.received.length, soon).toBe(3);
    expect(hook.received.map(({ event }) => event.resource_id)).toContain(before.id);
    expect(new Set(idsOf(hook)).size).toBe(2);
    const { rows } = await sql<{ detail: object }>`select detail from audit_log
      where action = 'webhook.redeliver' and actor = 'ann@example' order by id`.execute(
      purse.database.db,
    );
    expect(rows.map(({ detail }) => detail)).toEqual(
      items.map(({ id }: { id: string }) => ({ endpoint_id, event_id: id })),
    );
    const newest = await operator.webhooks.deliveries.query({ endpoint_id, count: 1 });
    const older = await operator.webhooks.deliveries.query({
      endpoint_id,
      before: newest[0]!.number,
    });
    expect([newest.length, older.length]).toEqual([1, 1]);
  });

  test("cannot send to a disabled endpoint, nor another merchant's event", async () => {
    const [own, foreign] = [await shop(), await shop()];
    const { operator } = gateway.client();
    const { id: endpoint_id } = await own.endpoint("http://127.0.0.1:9/");
    await foreign.pay();
    const wallet = foreign.merchant.merchant_wallet_id;
    const { items } = await foreign.send("GET", `/v1/events/list/${wallet}?page=1&count=1`);
    const redeliver = (ids: object) =>
      operator.webhooks.redeliver.mutate({ endpoint_id, event_id: items[0].id, ...ids });
    await expect(redeliver({})).rejects.toThrow("its merchant has no such event");
    await expect(redeliver({ endpoint_id: "whe_0" })).rejects.toThrow("no such webhook endpoint");
    await own.send("POST", `/v1/webhook-endpoints/${endpoint_id}/disable`);
    await expect(redeliver({})).rejects.toThrow("the webhook endpoint is disabled");
  });
});

test.each([
  [{ url: "ftp://example.com/" }, "url: expected an https:// URL"],
  [
    { url: "https://u:p@example.com/" },
    "url: expected a URL in ASCII, without credentials or fragment",
  ],
  [{ url: `https://example.com/${"a".repeat(2048)}` }, "url: expected at most 2048 characters"],
  [{ event_types: [] }, "event_types: expected at least one event type"],
  [{ event_types: ["charge.paid", "charge.paid"] }, "event_types: expected each event type once"],
  [{ event_types: ["charge.exploded"] }, "event_types.0"],
])("refuses %j", async (field, message) => {
  const { key, merchant } = await shop();
  const body = { wallet_id: merchant.merchant_wallet_id, url: "https://example.com/", ...field };
  const refused = await purse.call("POST", "/v1/webhook-endpoints", { key, body });
  expect(refused.error?.code).toBe(10_002);
  expect(refused.text).toContain(message);
});

test("a user wallet has no endpoints of its own", async () => {
  const { key, merchant } = await shop();
  const body = { wallet_id: merchant.user_wallet_ids[0], url: "https://example.com/" };
  const refused = await purse.call("POST", "/v1/webhook-endpoints", { key, body });
  expect(refused.text).toContain("wallet_id: expected a merchant wallet");
});
