import Router from "@koa/router";
import type { Context } from "koa";
import { z } from "zod";
import { type PayoutKind, payoutStates } from "../books/payouts.ts";
import { refundStates } from "../books/refunds.ts";
import type { House } from "../house.ts";
import { AdminError, onlyOne } from "./admin-error.ts";
import type { Servers } from "./admin-routes.ts";
import { readJson } from "./read-json.ts";

const Pay = z.strictObject({ payer: z.string().min(1).default("2088000000000000") });
const RefundChange = z.strictObject({ state: z.enum(refundStates) });
const PayoutChange = z.strictObject({
  state: z.enum(payoutStates),
  reason: z.string().nullable().default(null),
});

/** What payers, receivers and the channels' own staff do, and what has come of it. */
export function orderRoutes({ books }: House, servers: Servers): Router {
  const router = new Router();
  const noOf = (ctx: Context & { params: Record<string, string> }) => ctx.params.no ?? "";

  const payment = (no: string, ctx: Context) => onlyOne(books.payments.named(no), no, ctx.query);
  router.get("/payments/:no", (ctx) => {
    ctx.body = payment(noOf(ctx), ctx);
  });
  router.post("/payments/:no/pay", async (ctx) => {
    const { payer } = await readJson(ctx, Pay);
    const paid = allowed(() =>
      books.atomically(() => books.payments.pay(payment(noOf(ctx), ctx), payer)),
    );
    servers[paid.channel].notifyPayment(paid);
    ctx.body = paid;
  });
  router.post("/payments/:no/close", (ctx) => {
    const closed = allowed(() => books.payments.close(payment(noOf(ctx), ctx)));
    servers[closed.channel].notifyPayment(closed);
    ctx.body = closed;
  });
  // Alipay's alone: a payer has opened the code or page; the time for refunds is over.
  for (const [act, mark] of [
    ["scan", { seen: "yes" }],
    ["finish", { finished: "yes" }],
  ] as const) {
    router.post(`/payments/:no/${act}`, (ctx) => {
      ctx.body = books.payments.setDetails(payment(noOf(ctx), ctx), mark);
    });
  }

  const refund = (no: string, ctx: Context) => onlyOne(books.refunds.named(no), no, ctx.query);
  router.get("/refunds/:no", (ctx) => {
    ctx.body = refund(noOf(ctx), ctx);
  });
  router.post("/refunds/:no", async (ctx) => {
    const { state } = await readJson(ctx, RefundChange);
    const moved = allowed(() =>
      books.atomically(() => books.refunds.setState(refund(noOf(ctx), ctx), state)),
    );
    servers[moved.channel].notifyRefund(moved);
    ctx.body = moved;
  });

  for (const [path, kind] of [
    ["/transfers/:no", "transfer"],
    ["/red-envelopes/:no", "red_envelope"],
  ] as const satisfies readonly (readonly [string, PayoutKind])[]) {
    const payout = (no: string, ctx: Context) =>
      onlyOne(books.payouts.named(kind, no), no, ctx.query);
    router.get(path, (ctx) => {
      ctx.body = payout(noOf(ctx), ctx);
    });
    router.post(path, async (ctx) => {
      const { state, reason } = await readJson(ctx, PayoutChange);
      const moved = allowed(() =>
        books.atomically(() => books.payouts.setState(payout(noOf(ctx), ctx), state, reason)),
      );
      servers[moved.channel].notifyPayout(moved);
      ctx.body = moved;
    });
  }
  return router;
}

/** The books' no is the caller's fault here. */
function allowed<T>(move: () => T): T {
  try {
    return move();
  } catch (error) {
    if (error instanceof AdminError) throw error;
    throw new AdminError(409, error instanceof Error ? error.message : String(error));
  }
}
