import type { Merchant, StoredKey } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";

/** Every merchant, with its keys. */
export async function listKeys(
  scope: OperatorScope<never>,
): Promise<readonly (Merchant & { readonly keys: readonly StoredKey[] })[]> {
  return scope.transaction(async (tx) => {
    const merchants = await tx.merchants.list();
    const keys = Map.groupBy(await tx.keys.list(), (key) => key.merchant_id);
    return merchants.map((merchant) => ({ ...merchant, keys: keys.get(merchant.id) ?? [] }));
  });
}
