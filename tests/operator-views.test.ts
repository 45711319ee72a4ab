import { channelNo } from "@purse/core";
import type { GatewayRouter } from "@purse/gateway";
import { sandboxFaults } from "@purse/purse";
import { createTRPCClient, httpSubscriptionLink } from "@trpc/client";
import { EventSource } from "eventsource";
import { expect, test } from "vitest";
import { alipayShop } from "./harness/alipay-shop.ts";
import { useGateway } from "./harness/gateway.ts";
import { usePurse, viewerToken } from "./harness/purse.ts";
import { useSandbox } from "./harness/sandbox.ts";
import { sandboxChannels } from "./harness/sandbox-channels.ts";

const sandbox = useSandbox();
const faults = sandboxFaults(() => sandbox.url);
/** What the audit log said last whenever the sandbox was about to hear of a fault. */
const auditedBefore: { readonly action: string; readonly subject: string }[] = [];
async function lookAtAudit(): Promise<void> {
  const [latest] = await operator().audit.list.query({ count: 1 });
  auditedBefore.push({ action: latest!.action, subject: latest!.subject });
}
const purse = usePurse({
  channels: sandboxChannels(sandbox, 1000, (call) => purse.house.onChannelCall(call)),
  sandbox: {
    ...faults,
    order: (fault) => lookAtAudit().then(() => faults.order(fault)),
    withdraw: (id) => lookAtAudit().then(() => faults.withdraw(id)),
  },
});
const gateway = useGateway(purse);
const operator = () => gateway.client({ "x-operator": "ann" }).operator;

/** Lists are written behind the work. */
const soon = { timeout: 5000 };

test("a refund that nobody answered is found, its history read, and asked about", async () => {
  const shop = await alipayShop(purse, sandbox);
  const charge = await shop.paidCharge(1250);
  const fault = await operator().sandbox.order.mutate({
    channel: "alipay",
    operation: "refund",
    fault: "connection_lost",
  });
  expect((await shop.refund(charge.id, 250, "back-1")).error?.key).toBe("channel_connection_error");

  const open = () => operator().refunds.list.query({ status: "open" });
  await expect
    .poll(async () => (await open()).map(({ last_call }) => last_call?.outcome), soon)
    .toEqual(["unknown"]);
  const [refund] = await open();
  expect(refund).toMatchObject({
    refund_no: "back-1",
    status: "pending",
    merchant: { id: shop.merchant_id },
    last_call: { operation: "refund", key: "channel_connection_error", code: 100_010 },
  });

  const asked = await operator().movements.query.mutate({ id: refund!.id });
  expect(asked).toMatchObject({ kind: "refund", refund: { status: "succeeded" } });
  expect(await open()).toEqual([]);
  const ended = await operator().refunds.list.query({ status: "succeeded" });
  expect(ended.map(({ id }) => id)).toEqual([refund!.id]);

  const history = () => operator().movements.history.query({ id: charge.id });
  const called = async () =>
    (await history()).moments.flatMap((each) => (each.kind === "call" ? each.operation : []));
  await expect.poll(called, soon).toContain("queryRefund");
  const { moments, refunds, ...rest } = await history();
  expect(rest).toMatchObject({ kind: "charge", charge: { amount_refunded: 250 } });
  expect(refunds.map(({ id }) => id)).toEqual([refund!.id]);
  const told = moments.flatMap((moment) => {
    if (moment.kind === "call") return [`${moment.operation} ${moment.outcome} ${moment.code}`];
    if (moment.kind === "entry") return [`${moment.entry} ${moment.postings[0]?.amount}`];
    if (moment.kind === "hold") return [`hold ${moment.state}`];
    if (moment.kind === "event") return [moment.type];
    if (moment.kind === "notification") return [`told ${moment.verdict}`];
    return [];
  });
  expect(told).toEqual(
    expect.arrayContaining([
      "pay waiting null",
      "verifyNotification succeeded null",
      "told applied",
      "charge -1250",
      "charge.paid",
      "hold pending",
      "refund unknown 100010",
      "queryRefund succeeded null",
      "hold captured",
      "refund -250",
      "refund.succeeded",
    ]),
  );
  const times = moments.map(({ at }) => at);
  expect(times).toEqual(times.toSorted());
  const posted = moments.find((each) => each.kind === "request" && each.method === "POST");
  expect(posted).toMatchObject({ operation: "charges.create", code: 0, about: charge.id });
  const call = moments.find((each) => each.kind === "call");
  expect(call).toMatchObject({ request_id: posted && "request_id" in posted && posted.request_id });

  const audits = await operator().audit.list.query({ count: 2 });
  expect(audits.map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
    ["ann", "movement.query", refund!.id],
    ["ann", "sandbox.fault", fault.id],
  ]);
});

test("anything is found by its id, its numbers, or the request that made it", async () => {
  const shop = await alipayShop(purse, sandbox);
  const charge = await shop.paidCharge(400);
  const { data: refund } = await shop.refund(charge.id, 100, "back-2");
  const { channel_transaction_id } = (await purse.call("GET", `/v1/charges/${charge.id}`, shop))
    .data;
  const ids = async (text: string) =>
    (await operator().search.query({ text })).map(({ kind, id }) => `${kind} ${id}`);
  for (const text of [charge.id, charge.order_no, charge.no, channel_transaction_id]) {
    expect(await ids(text)).toEqual([`charge ${charge.id}`]);
  }
  for (const text of [refund.id, "back-2", channelNo(refund.id)]) {
    expect(await ids(text)).toEqual([`refund ${refund.id}`]);
  }
  expect(await ids(shop.merchant_wallet_id)).toEqual([`wallet ${shop.merchant_wallet_id}`]);
  expect(await ids(shop.key_id)).toEqual([`api_key ${shop.key_id}`]);
  expect(await ids("nothing is called so")).toEqual([]);
  const { headers } = await fetch(`${purse.url}/v1/charges/${charge.id}`, {
    headers: { "X-API-KEY": shop.key, "X-Request-Id": "seen-by-a-merchant" },
  });
  expect(headers.get("X-Request-Id")).toBe("seen-by-a-merchant");
  await expect
    .poll(() => operator().search.query({ text: "seen-by-a-merchant" }), soon)
    .toEqual([
      {
        kind: "request",
        id: "seen-by-a-merchant",
        name: "GET charges.get",
        merchant_id: shop.merchant_id,
        status: "0",
      },
    ]);
});

test("codes are counted as the API answers them, the operator's own calls are not", async () => {
  const counts = async () => {
    const { codes } = await operator().codes.counts.query({ minutes: 60 });
    return Object.fromEntries(codes.map(({ code, total }) => [code, total]));
  };
  await new Promise((resolve) => setTimeout(resolve, 700));
  const { 401: before = 0 } = await counts();
  for (let times = 0; times < 3; times += 1) await purse.call("GET", "/v1/charges/chg_0", {});
  await expect.poll(async () => (await counts())[401], soon).toBe(before + 3);
  const { spans, codes } = await operator().codes.counts.query({ minutes: 1440 });
  expect(spans).toHaveLength(60);
  for (const { counts, total } of codes) {
    expect(counts).toHaveLength(60);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(total);
  }
});

test("a ledger check tells how far it is, to a viewer too", async () => {
  const authorization = `Bearer ${viewerToken}`;
  const client = createTRPCClient<GatewayRouter>({
    links: [
      httpSubscriptionLink({
        url: gateway.url,
        EventSource,
        eventSourceOptions: {
          fetch: (url, init) =>
            fetch(url, { ...init, headers: { ...init.headers, authorization } }),
        },
      }),
    ],
  });
  const rules = new Set<string>();
  const report = await new Promise((resolve, reject) => {
    client.operator.ledger.watch.subscribe(undefined, {
      onData(step) {
        if (step.progress !== null) rules.add(step.progress.rule);
        else resolve(step.report);
      },
      onError: reject,
    });
  });
  expect(report).toMatchObject({ ok: true, violations: [] });
  expect(rules.size).toBeGreaterThan(5);
});

test("a fault is in the audit log before the sandbox hears of it, and so is its end", async () => {
  const { order, withdraw } = operator().sandbox;
  const before = auditedBefore.length;
  const { id } = await order.mutate({ channel: "wechat", operation: "refund", fault: "time_out" });
  await withdraw.mutate({ id });
  expect(auditedBefore.slice(before)).toEqual([
    { action: "sandbox.fault_asked", subject: "wechat.refund" },
    { action: "sandbox.fault_end_asked", subject: id },
  ]);
});

test("faults of the sandbox are listed, refused by a wrong name, and taken away", async () => {
  const { faults, order, withdraw } = operator().sandbox;
  const wrong = order.mutate({ channel: "alipay", operation: "pay", fault: "nope" });
  await expect(wrong).rejects.toThrow("param_error: fault: the channel has no such fault");
  const always = { channel: "wechat", operation: "query", fault: "time_out", times: null } as const;
  const ordered = await order.mutate(always);
  expect((await faults.query())?.ordered).toContainEqual({ ...always, id: ordered.id, no: null });
  await withdraw.mutate({ id: ordered.id });
  expect((await faults.query())?.ordered).not.toContainEqual(
    expect.objectContaining({ id: ordered.id }),
  );
  expect((await faults.query())?.answers.map(({ fault }) => fault)).toContain("time_out");
});

test("one wallet is seen with its postings page by page, its recharges, and no secret", async () => {
  const shop = await alipayShop(purse, sandbox);
  const { key, merchant_wallet_id: wallet_id, user_wallet_ids } = shop;
  const charge = await shop.paidCharge(900);
  const { data: refund } = await shop.refund(charge.id, 200);
  const { wallets, charges, recharges, redEnvelopes, endpoints, ledger } = operator();
  const balances = [{ currency: "CNY", available: 700, held: 0 }];
  const merchant = { id: shop.merchant_id };
  const wallet = { id: wallet_id, is_frozen: false, balances, merchant };
  expect(await wallets.get.query({ id: wallet_id })).toMatchObject(wallet);
  await expect(wallets.get.query({ id: `${wallet_id.slice(0, -4)}0000` })).rejects.toThrow(
    "wallet_not_exist",
  );
  const postings = (before?: number) =>
    wallets.postings.query({ wallet_id, count: 1, ...(before !== undefined && { before }) });
  const [latest] = await postings();
  const refunded = { kind: "refund", amount: -200, balance_after: 700, reference: refund.id };
  expect(latest).toMatchObject(refunded);
  expect(await postings(latest!.position)).toMatchObject([{ kind: "charge", amount: 900 }]);
  expect(await charges.list.query({ wallet_id })).toMatchObject([{ id: charge.id }]);

  const post = (path: string, body: object) =>
    purse.call("POST", path, { key, body: { channel: "alipay", ...body } });
  const topUp = { wallet_id: user_wallet_ids[0]!, order_no: "top-up", amount: 5 };
  const gift = { wallet_id, red_envelope_no: "gift", to_account: "a", greeting: "b", amount: 1 };
  const { data: recharge } = await post("/v1/recharges", topUp);
  const { data: envelope } = await post("/v1/red-envelopes", gift);
  const { wallet_id: user } = topUp;
  expect(await recharges.list.query({ wallet_id: user })).toMatchObject([{ id: recharge.id }]);
  expect(await redEnvelopes.list.query({ wallet_id })).toMatchObject([{ id: envelope.id }]);

  const hook = { wallet_id, url: "https://93.184.215.14/hooks" };
  const { data: endpoint } = await purse.call("POST", "/v1/webhook-endpoints", { key, body: hook });
  const { secret, ...shown } = endpoint;
  const seen = await endpoints.get.query({ id: endpoint.id });
  expect(seen).toEqual({ ...shown, merchant: expect.objectContaining(merchant) });
  expect(await endpoints.list.query({ wallet_id })).toEqual([seen]);

  await operator().ledger.check.query();
  const [last, before] = await ledger.checks.query({ count: 2 });
  expect(last).toMatchObject({ violations: 0, entries: expect.any(Number) });
  expect(last!.number).toBeGreaterThan(before?.number ?? 0);
});
