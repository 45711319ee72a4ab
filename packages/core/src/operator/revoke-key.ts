import type { StoredKey } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";

/** From here on the key is as good as unknown. Repeating does no harm. */
export function revokeKey(
  scope: OperatorScope<"resource_not_exist">,
  { key_id }: { readonly key_id: string },
): Promise<StoredKey> {
  return scope.transaction(async (tx) => {
    const key = await tx.keys.revoke(key_id);
    if (key === undefined) throw scope.fail("resource_not_exist", "key_id: no such key");
    await tx.audit({ actor: scope.actor, action: "key.revoke", subject: key_id, detail: {} });
    return key;
  });
}
