import Router from "@koa/router";
import type { ChannelServer, House } from "../house.ts";
import { openWechatAccount, type WechatFields } from "./open-account.ts";

/** WeChat Pay. */
export function wechatServer(house: House): ChannelServer<WechatFields> {
  return {
    routes: new Router(),
    openAccount: (balance) => openWechatAccount(house, balance),
    notifyPayment() {},
    notifyRefund() {},
    notifyPayout() {},
  };
}
