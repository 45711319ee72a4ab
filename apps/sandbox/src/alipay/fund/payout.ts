import type { Payout } from "../../books/payouts.ts";

/** A transfer and a red envelope are one method's, told apart by these. */
export const products = {
  TRANS_ACCOUNT_NO_PWD: { kind: "transfer", operation: "transfer", query: "queryTransfer" },
  STD_RED_PACKET: {
    kind: "red_envelope",
    operation: "redEnvelope",
    query: "queryRedEnvelope",
  },
} as const;
export const productCodes = ["TRANS_ACCOUNT_NO_PWD", "STD_RED_PACKET"] as const;

/** The state in Alipay's words. */
export function payoutStatus({ state }: Pick<Payout, "state">): string {
  switch (state) {
    case "succeeded":
    case "received":
      return "SUCCESS";
    case "failed":
      return "FAIL";
    case "returned":
      return "REFUND";
    case "waiting":
      return "WAIT_PAY";
    case "processing":
    case "sent":
      return "DEALING";
  }
}

export function productCodeOf({ kind }: Pick<Payout, "kind">): (typeof productCodes)[number] {
  return kind === "transfer" ? "TRANS_ACCOUNT_NO_PWD" : "STD_RED_PACKET";
}
