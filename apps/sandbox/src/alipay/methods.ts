import { queryAccountLog } from "./bill/account-log.ts";
import { queryTransfer } from "./fund/query-transfer.ts";
import { transfer } from "./fund/transfer.ts";
import type { Method } from "./method.ts";
import { closeTrade } from "./trades/close-trade.ts";
import { createTrade, pageMethods, precreateTrade } from "./trades/create-trade.ts";
import { queryRefund } from "./trades/query-refund.ts";
import { queryTrade } from "./trades/query-trade.ts";
import { refundTrade } from "./trades/refund-trade.ts";

/** The methods of the open platform that are here. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    "alipay.trade.create": createTrade,
    "alipay.trade.precreate": precreateTrade,
    ...pageMethods,
    "alipay.trade.query": queryTrade,
    "alipay.trade.close": closeTrade,
    "alipay.trade.refund": refundTrade,
    "alipay.trade.fastpay.refund.query": queryRefund,
    "alipay.fund.trans.uni.transfer": transfer,
    "alipay.fund.trans.common.query": queryTransfer,
    "alipay.data.bill.accountlog.query": queryAccountLog,
  }),
);
