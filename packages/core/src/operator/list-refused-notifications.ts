import type { RefusedNotification } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";
import { codeOf } from "./browse-movements.ts";
import { type OfMerchant, withMerchants } from "./of-merchant.ts";

type Refused = OfMerchant<RefusedNotification & { readonly code: number | null }>;

/** What channels told and we could not book, such as a payment behind the end of its charge. */
export function listRefusedNotifications(scope: OperatorScope<never>): Promise<readonly Refused[]> {
  return scope.transaction(async (tx) => {
    const refused = await tx.refusedNotifications(100);
    return withMerchants(
      tx,
      refused.map((each) => ({
        merchant_id: each.merchant_id,
        view: { ...each, code: codeOf(each.verdict) },
      })),
    );
  });
}
