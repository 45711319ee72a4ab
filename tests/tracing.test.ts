import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { createLogger, createMetrics, openChannels, openTracing } from "@purse/purse";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openPurse, operatorToken, type TestPurse } from "./harness/purse.ts";
import { useSandbox } from "./harness/sandbox.ts";

interface Span {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: readonly {
    key: string;
    value: { stringValue?: string; intValue?: number };
  }[];
}
interface Export {
  readonly resourceSpans: readonly { scopeSpans: readonly { spans: readonly Span[] }[] }[];
}

const spans: Span[] = [];
/** A collector that speaks as much OTLP over HTTP as the exporter needs. */
const collector = createServer(async (request, response) => {
  const { resourceSpans } = (await json(request)) as Export;
  for (const { scopeSpans } of resourceSpans)
    for (const scope of scopeSpans) spans.push(...scope.spans);
  response.setHeader("Content-Type", "application/json").end("{}");
});
const lines: Record<string, unknown>[] = [];
const logger = createLogger(
  { PURSE_LOG_LEVEL: "info" },
  { write: (line) => void lines.push(JSON.parse(line)) },
);

const sandbox = useSandbox();
let purse: TestPurse;
beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, "127.0.0.1", resolve));
  const { port } = collector.address() as AddressInfo;
  const tracing = await openTracing(`http://127.0.0.1:${port}`);
  const ports = {
    PURSE_ALIPAY_URL: undefined,
    PURSE_WECHAT_URL: undefined,
    PURSE_SANDBOX_PORT: Number(new URL(sandbox.url).port),
  };
  const channels = openChannels(ports, logger, createMetrics(), tracing);
  purse = await openPurse({ logger, channels, tracing: tracing! });
});
afterAll(async () => {
  await purse.close();
  collector.close().closeAllConnections();
});

test("a request's trace and id go on into its transactions, channel calls and jobs", async () => {
  const made = await purse.merchant();
  const key = made.api_key;
  const { alipay } = await sandbox.merchant();
  const wallet = `/v1/wallets/${made.merchant_wallet_id}`;
  await purse.call("PUT", `${wallet}/channels/alipay`, { key, body: alipay });
  const trace = "4bf92f3577b34da6a3ce929d0e0e4736";
  const order = {
    channel: "alipay",
    wallet_id: made.merchant_wallet_id,
    order_no: "order-1",
    amount: 1250,
  };
  const { data } = await purse.call("POST", "/v1/charges", {
    key,
    body: order,
    headers: { traceparent: `00-${trace}-00f067aa0ba902b7-01`, "X-Request-Id": "ordered" },
  });
  await purse.database.executeSql("update pgboss.job set start_after = now()");
  const stop = await purse.house.startWorker(logger);
  const ours = () => spans.filter(({ traceId }) => traceId === trace);
  const named = (name: string) => ours().find((span) => span.name === name);
  await expect.poll(() => named("resume charge"), { timeout: 15_000 }).toBeDefined();
  await expect.poll(() => named("POST charges.create"), { timeout: 15_000 }).toBeDefined();
  await stop();

  const request = named("POST charges.create")!;
  expect(request).toMatchObject({ parentSpanId: "00f067aa0ba902b7", kind: 2 });
  const attributes = Object.fromEntries(request.attributes.map(({ key, value }) => [key, value]));
  expect(attributes).toMatchObject({
    "purse.request_id": { stringValue: "ordered" },
    "purse.code": { intValue: 0 },
    "http.response.status_code": { intValue: 200 },
  });
  const pay = named("alipay pay")!;
  expect(pay).toMatchObject({ parentSpanId: request.spanId, kind: 3 });
  const transactions = ours().filter(({ name }) => name === "transaction");
  const ofRequest = transactions.filter(({ parentSpanId }) => parentSpanId === request.spanId);
  expect(ofRequest.length).toBeGreaterThanOrEqual(2);
  // The job remembers the transaction that made it.
  const job = named("resume charge")!;
  expect(transactions.map(({ spanId }) => spanId)).toContain(job.parentSpanId);
  expect(JSON.stringify(spans)).not.toContain(key);

  const messages = lines.filter(({ request_id }) => request_id === "ordered").map(({ msg }) => msg);
  expect(messages).toEqual(
    expect.arrayContaining([
      "alipay pay: waiting",
      "POST charges.create: 200",
      "alipay query: refused",
      "resume charge: again",
    ]),
  );
  expect(messages).toHaveLength(4);
  const id = data.id;
  expect(lines).toContainEqual(expect.objectContaining({ kind: "charge", id, outcome: "again" }));
});

test("a caller that does not want a trace gets none", async () => {
  const trace = "5bf92f3577b34da6a3ce929d0e0e4736";
  await purse.call("GET", "/v1/errors", {
    headers: { traceparent: `00-${trace}-00f067aa0ba902b7-00` },
  });
  const after = spans.length;
  await purse.call("GET", "/v1/errors/401");
  await expect.poll(() => spans.length, { timeout: 5000 }).toBeGreaterThan(after);
  expect(spans.filter(({ traceId }) => traceId === trace)).toEqual([]);
});

test("what waits is told with the metrics", async () => {
  await purse.house.core.checkLedger();
  await purse.database.executeSql("update pgboss.job set start_after = now() - interval '1 hour'");
  await purse.database.executeSql("update charges set created_at = now() - interval '2 hours'");
  const read = async () => {
    const headers = { authorization: `Bearer ${operatorToken}` };
    return (await fetch(`${purse.url}/metrics`, { headers })).text();
  };
  const text = await read();
  const value = (name: string) => Number(text.split(`\n${name} `)[1]?.split("\n")[0]);
  expect(value("purse_database_up")).toBe(1);
  expect(value("purse_jobs_due")).toBe(1);
  expect(Math.round(value("purse_jobs_due_oldest_seconds") / 60)).toBe(60);
  expect(value('purse_open_outcomes{kind="charge"}')).toBe(0);
  expect(value('purse_open_outcomes_oldest_seconds{kind="refund"}')).toBe(0);
  expect(value("purse_webhook_deliveries_waiting")).toBe(0);
  expect(value("purse_ledger_check_violations")).toBe(0);
  expect(value("purse_ledger_check_age_seconds")).toBeLessThan(60);
});
