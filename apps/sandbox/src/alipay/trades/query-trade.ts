import { gmt8 } from "../gmt8.ts";
import { method } from "../method.ts";
import { findTrade, TradeNames, tradeNotExist } from "./trade.ts";
import { amountsOf, buyerOf, tradeStatus } from "./trade-status.ts";

export const queryTrade = method("trade_status", "ACQ.", TradeNames, (call, names) => {
  const found = findTrade(call, names);
  return {
    operation: "query",
    no: found?.no ?? names.out_trade_no,
    amount: found?.amount,
    run() {
      if (found === undefined) throw tradeNotExist();
      return {
        ...buyerOf(found),
        ...amountsOf(found),
        out_trade_no: found.no,
        trade_no: found.transaction_id,
        trade_status: tradeStatus(found),
        ...(found.paid_at === null ? {} : { send_pay_date: gmt8(found.paid_at) }),
      };
    },
  };
});
