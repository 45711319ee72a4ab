import Router from "@koa/router";
import { z } from "zod";
import type { AlipayFields } from "../alipay/open-account.ts";
import type { ChannelServer, House } from "../house.ts";
import type { WechatFields } from "../wechat/open-account.ts";
import { AdminError } from "./admin-error.ts";
import { faultRoutes } from "./fault-routes.ts";
import { orderRoutes } from "./order-routes.ts";
import { readJson } from "./read-json.ts";

/** Both channels' servers. */
export interface Servers {
  readonly alipay: ChannelServer<AlipayFields>;
  readonly wechat: ChannelServer<WechatFields>;
}

/** A merchant's accounts at both channels, in the fields that Purse's own settings have. */
export interface MerchantAccounts {
  readonly alipay: AlipayFields;
  readonly wechat: WechatFields;
}

/** A million yuan: enough that nobody runs out of money who did not ask to. */
const defaultBalance = 100_000_000;
const NewAccounts = z.strictObject({ balance: z.int().min(0).default(defaultBalance) });

/** The interface for whoever arranges what the channels do. */
export function adminRoutes(house: House, servers: Servers): Router {
  const { books, notifier, authority } = house;
  const router = new Router();
  router.use(async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (!(error instanceof AdminError)) throw error;
      ctx.status = error.status;
      ctx.body = { error: error.message };
    }
  });
  router.post("/accounts", async (ctx) => {
    const { balance } = await readJson(ctx, NewAccounts);
    const [alipay, wechat] = await Promise.all([
      servers.alipay.openAccount(balance),
      servers.wechat.openAccount(balance),
    ]);
    ctx.body = { alipay, wechat } satisfies MerchantAccounts;
  });
  router.get("/books", (ctx) => {
    ctx.body = {
      accounts: books.accounts.list(),
      payments: books.payments.list(),
      refunds: books.refunds.list(),
      transfers: books.payouts.list("transfer"),
      red_envelopes: books.payouts.list("red_envelope"),
      movements: books.movements.list(),
    };
  });
  router.get("/certificate-authority", (ctx) => {
    ctx.type = "application/x-pem-file";
    ctx.body = authority.certificate;
  });
  router.get("/notifications", (ctx) => {
    ctx.body = notifier.list();
  });
  router.post("/notifications/:id/resend", async (ctx) => {
    const { id = "" } = ctx.params;
    const notification = await notifier.resend(id);
    if (notification === undefined) throw new AdminError(404, `no notification ${id}`);
    ctx.body = notification;
  });
  router.use(orderRoutes(house, servers).routes());
  router.use(faultRoutes(house).routes());
  return router;
}
