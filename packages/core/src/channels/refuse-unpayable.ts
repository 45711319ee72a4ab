import { type ChargeRequest, channelCurrency, type RechargeRequest } from "@purse/contract";
import type { Fail } from "../ports.ts";

export function refuseForeignCurrency(
  { fail }: { readonly fail: Fail<"param_error"> },
  currency: string,
): void {
  if (currency !== channelCurrency) {
    throw fail(
      "param_error",
      `currency: expected ${channelCurrency}, it is all that channels take`,
    );
  }
}

/** Refuses what a payment channel cannot take, or would ignore. */
export function refuseUnpayable(
  scope: { readonly fail: Fail<"param_error"> },
  request: ChargeRequest | RechargeRequest,
): void {
  refuseForeignCurrency(scope, request.currency);
  if (request.method === "jsapi" && request.payer_id === undefined) {
    throw scope.fail("param_error", "payer_id: required when method is jsapi");
  }
  for (const field of ["payer_wallet_id", "payment_password"] as const) {
    if (field in request) throw scope.fail("param_error", `${field}: only when channel is balance`);
  }
}
