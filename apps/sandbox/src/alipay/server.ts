import Router from "@koa/router";
import type { ChannelServer, House } from "../house.ts";
import { payAtCashier, showCashier } from "./cashier.ts";
import { answerCall } from "./gateway.ts";
import { Notices } from "./notices.ts";
import { NotifyIds } from "./notify-ids.ts";
import { type AlipayFields, openAlipayAccount } from "./open-account.ts";
import { readParameters } from "./parameters.ts";

/** Alipay's open platform, and the corner of its older interface that knows notify_ids. */
export function alipayServer(house: House): ChannelServer<AlipayFields> {
  const { payments } = house.books;
  const notifyIds = new NotifyIds(house.now);
  const notices = new Notices(house, notifyIds);
  const routes = new Router();
  routes.register("/gateway.do", ["GET", "POST"], async (ctx) => {
    const parameters = await readParameters(ctx);
    if (parameters.service === "notify_verify") {
      ctx.body = notifyIds.verify(parameters.partner, parameters.notify_id);
      return;
    }
    await answerCall(ctx, house, notices, parameters);
  });
  const cashier = "/cashier/:merchant_id/:trade_no";
  const found = ({ merchant_id = "", trade_no = "" }: Record<string, string>) =>
    payments.findByTransaction("alipay", merchant_id, trade_no);
  routes.get(cashier, (ctx) => {
    const payment = found(ctx.params);
    if (payment !== undefined) showCashier(ctx, house, payment);
  });
  routes.post(cashier, (ctx) => {
    const payment = found(ctx.params);
    if (payment !== undefined) payAtCashier(ctx, house, notices, payment);
  });
  return {
    routes,
    openAccount: (balance) => openAlipayAccount(house, balance),
    notifyPayment: (payment) => notices.ofTrade(payment),
    notifyRefund(refund) {
      const { merchant_id, payment_no } = refund;
      const payment = payments.find("alipay", merchant_id, payment_no);
      // Alipay tells of refunds that came about, not of those that failed.
      if (payment !== undefined && refund.state === "succeeded") notices.ofRefund(payment, refund);
    },
    notifyPayout: (payout) => notices.ofPayout(payout),
  };
}
