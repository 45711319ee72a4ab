import Router from "@koa/router";
import type { ChannelServer, House } from "../house.ts";
import { answerCall, answerPlainly } from "./answer-call.ts";
import { answerV2 } from "./answer-v2.ts";
import { BillFiles, fundBill, tradeBill } from "./bills.ts";
import { certificates } from "./certificates.ts";
import { Notices } from "./notices.ts";
import { openWechatAccount, type WechatFields } from "./open-account.ts";
import type { Prepare } from "./operation.ts";
import { closePayment, payH5, payJsapi, payNative, queryPayment } from "./payments.ts";
import { queryRedPack, sendRedPack } from "./red-envelopes.ts";
import { createRefund, queryRefund } from "./refunds.ts";
import { createTransfer, queryTransfer } from "./transfers.ts";

/** WeChat Pay: API v3, and of the older one the red envelopes. */
export function wechatServer(house: House): ChannelServer<WechatFields> {
  const notices = new Notices(house);
  const files = new BillFiles(house);
  // biome-ignore format: one operation a row
  const calls: readonly (readonly [method: "GET" | "POST", path: string, prepare: Prepare])[] = [
    ["POST", "/v3/pay/transactions/jsapi", payJsapi],
    ["POST", "/v3/pay/transactions/native", payNative],
    ["POST", "/v3/pay/transactions/h5", payH5],
    ["GET",  "/v3/pay/transactions/out-trade-no/:no", queryPayment],
    ["POST", "/v3/pay/transactions/out-trade-no/:no/close", closePayment],
    ["POST", "/v3/refund/domestic/refunds", createRefund],
    ["GET",  "/v3/refund/domestic/refunds/:no", queryRefund],
    ["POST", "/v3/fund-app/mch-transfer/transfer-bills", createTransfer],
    ["GET",  "/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/:no", queryTransfer],
    ["GET",  "/v3/bill/tradebill", tradeBill(files)],
    ["GET",  "/v3/bill/fundflowbill", fundBill(files)],
  ];
  const routes = new Router();
  for (const [method, path, prepare] of calls) {
    routes.register(path, [method], (ctx) => answerCall(ctx, house, notices, prepare));
  }
  routes.get("/v3/certificates", (ctx) => answerPlainly(ctx, house, certificates));
  routes.get("/v3/billdownload/file", (ctx) =>
    answerPlainly(ctx, house, ({ account }) => files.get(account.merchant_id, ctx.query.token)),
  );
  routes.post("/mmpaymkttransfers/sendredpack", (ctx) => answerV2(ctx, house, sendRedPack));
  routes.post("/mmpaymkttransfers/gethbinfo", (ctx) => answerV2(ctx, house, queryRedPack));
  return {
    routes,
    openAccount: (balance) => openWechatAccount(house, balance),
    notifyPayment: (payment) => notices.ofPayment(payment),
    notifyRefund(refund) {
      const { merchant_id, payment_no } = refund;
      const payment = house.books.payments.find("wechat", merchant_id, payment_no);
      if (payment !== undefined) notices.ofRefund(payment, refund);
    },
    notifyPayout: (payout) => notices.ofTransfer(payout),
  };
}
