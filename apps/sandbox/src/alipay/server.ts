import Router from "@koa/router";
import type { ChannelServer, House } from "../house.ts";
import { type AlipayFields, openAlipayAccount } from "./open-account.ts";

/** Alipay's open platform. */
export function alipayServer(house: House): ChannelServer<AlipayFields> {
  return {
    routes: new Router(),
    openAccount: (balance) => openAlipayAccount(house, balance),
    notifyPayment() {},
    notifyRefund() {},
    notifyPayout() {},
  };
}
