import type { OperatorScope } from "../ports.ts";

/** Seals all secrets under the newest key, so that older ones can go; answers how many. */
export function resealSecrets(scope: OperatorScope<never>): Promise<number> {
  return scope.transaction(async (tx) => {
    const count = await tx.resealSecrets();
    const detail = { count };
    await tx.audit({ actor: scope.actor, action: "secrets.reseal", subject: "all", detail });
    return count;
  });
}
