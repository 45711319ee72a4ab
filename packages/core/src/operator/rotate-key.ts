import type { OperatorScope } from "../ports.ts";
import { type CreatedKey, insertKey, newKey } from "./create-key.ts";

export interface Rotation {
  readonly key_id: string;
  /** Of the new key, when the old one is of ed25519. */
  readonly public_key?: string | undefined;
  /** How long the old key still works. */
  readonly overlap_hours: number;
}

/** Makes a key in another one's place, which ends a while later. */
export async function rotateKey(
  scope: OperatorScope<"param_error" | "resource_not_exist">,
  { key_id, public_key, overlap_hours }: Rotation,
): Promise<CreatedKey> {
  const ends = new Date(scope.now().getTime() + overlap_hours * 3_600_000);
  return scope.transaction(async (tx) => {
    const old = await tx.keys.lock(key_id);
    if (old === undefined || old.revoked_at !== null) {
      throw scope.fail("resource_not_exist", "key_id: no such key, or it is revoked");
    }
    const { name: merchant_name, mode, algorithm } = old;
    const request = { merchant_name, mode, algorithm: algorithm ?? undefined, public_key };
    const created = await insertKey(tx, request, newKey(scope, request));
    await tx.keys.expire(key_id, ends);
    const detail = { new_key_id: created.key.id, not_after: ends.toISOString() };
    await tx.audit({ actor: scope.actor, action: "key.rotate", subject: key_id, detail });
    return created;
  });
}
