import { method } from "../method.ts";
import { businessFailed } from "../refused.ts";
import { findTrade, TradeNames, tradeNotExist } from "./trade.ts";

export const closeTrade = method("code", "ACQ.", TradeNames, (call, names) => {
  const found = findTrade(call, names);
  return {
    operation: "close",
    no: found?.no ?? names.out_trade_no,
    amount: found?.amount,
    run() {
      if (found === undefined) throw tradeNotExist();
      if (found.state !== "open") throw businessFailed("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
      const { no, transaction_id } = call.house.books.payments.close(found);
      return { out_trade_no: no, trade_no: transaction_id };
    },
  };
});
