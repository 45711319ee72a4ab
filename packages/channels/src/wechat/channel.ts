import type { Channel, ChannelAccess } from "@purse/core";
import { type AnyOutcome, callHeard, noticeHeard } from "../heard.ts";
import type { ChannelSettings } from "../settings.ts";
import { type ChannelOperation, type Failing, failing, rowOf } from "../translation.ts";
import { keysOf } from "./account.ts";
import { wechatErrors } from "./errors.ts";
import { verifyNotification } from "./notification.ts";
import { pay } from "./pay.ts";
import { queryRedEnvelope, redEnvelope } from "./red-envelope.ts";
import { queryRefund, refund } from "./refund.ts";
import { Session } from "./session.ts";
import { statement } from "./statement.ts";
import { close, query } from "./trade.ts";
import { queryTransfer, transfer } from "./transfer.ts";

/** WeChat Pay's API v3, with v2 for red envelopes, as a payment channel. */
export function wechatChannel(settings: ChannelSettings): Channel {
  const run = <Op extends ChannelOperation, Answer extends AnyOutcome>(
    operation: Op,
    access: ChannelAccess,
    no: string,
    work: (session: Session<Op>) => Promise<Answer>,
  ) => {
    const called = { channel: "wechat", operation, no } as const;
    return callHeard(settings, called, openSession(settings, operation, access), work);
  };
  return {
    pay: (access, order) => run("pay", access, order.no, (session) => pay(session, order)),
    query: (access, no) => run("query", access, no, (session) => query(session, no)),
    close: (access, no) => run("close", access, no, (session) => close(session, no)),
    refund: (access, order) => run("refund", access, order.no, (session) => refund(session, order)),
    queryRefund: (access, order) =>
      run("queryRefund", access, order.no, (session) => queryRefund(session, order)),
    transfer: (access, order) =>
      run("transfer", access, order.no, (session) => transfer(session, order)),
    queryTransfer: (access, order) =>
      run("queryTransfer", access, order.no, (session) => queryTransfer(session, order)),
    redEnvelope: (access, order) =>
      run("redEnvelope", access, order.no, (session) => redEnvelope(session, order)),
    queryRedEnvelope: (access, order) =>
      run("queryRedEnvelope", access, order.no, (session) => queryRedEnvelope(session, order)),
    statement: (access, date) =>
      run("statement", access, date, (session) => statement(session, date)),
    verifyNotification: (access, raw) =>
      noticeHeard(settings, "wechat", () => verifyNotification(settings, access, raw)),
  };
}

function openSession<Op extends ChannelOperation>(
  settings: ChannelSettings,
  operation: Op,
  access: ChannelAccess,
): Session<Op> | { readonly denied: Failing<Op> } {
  const keys = keysOf(access);
  if ("fault" in keys) return { denied: denied(operation, keys.fault) };
  return new Session(operation, keys, settings, access);
}

/** An account that cannot sign is refused here as WeChat Pay would refuse it. */
function denied<Op extends ChannelOperation>(operation: Op, fault: string): Failing<Op> {
  const row = rowOf(wechatErrors, operation, "SIGN_ERROR");
  if (row === undefined) throw new Error(`${operation} has no row for a bad signature`);
  return failing(row, fault);
}
