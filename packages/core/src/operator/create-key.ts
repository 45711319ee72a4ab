import type { Merchant, Mode, OperatorScope, StoredKey } from "../ports.ts";

export interface CreatedKey {
  readonly key: StoredKey;
  readonly merchant: Merchant;
  /** The X-API-KEY itself: shown this once, only its digest is kept. */
  readonly api_key: string;
}

/** Makes an API key for a merchant, and the merchant if the name is new in this mode. */
export async function createKey(
  scope: OperatorScope<never>,
  { merchant_name, mode }: { readonly merchant_name: string; readonly mode: Mode },
): Promise<CreatedKey> {
  const ids = { merchant: scope.newId("mer"), key: scope.newId("key") };
  const api_key = scope.newApiKey(mode);
  return scope.transaction(async (tx) => {
    const merchant = await tx.merchants.findOrInsert({
      id: ids.merchant,
      name: merchant_name,
      mode,
    });
    const key = await tx.keys.insert({ id: ids.key, merchant_id: merchant.id, api_key });
    const detail = { merchant_id: merchant.id, mode };
    await tx.audit({ actor: scope.actor, action: "key.create", subject: key.id, detail });
    return { key, merchant, api_key };
  });
}
