import type { Failures, Input, PurseApi, RandomKey } from "@purse/contract";
import { walletOfBody } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";

type Operation = PurseApi["randomKeys"]["create"];

export async function createRandomKey(
  scope: Scope<Failures<Operation>>,
  { wallet_id }: Input<Operation>,
): Promise<RandomKey> {
  const id = scope.newId("rnd");
  await scope.transaction((tx) => walletOfBody(scope, tx, wallet_id, "wallet_id"));
  // Its provider may be a machine elsewhere: asked while no transaction is open.
  const random_key = await scope.newRandomKey();
  if (random_key === undefined) throw scope.fail("get_random_key_time_out");
  return scope.conclude(async (tx) => {
    const { mode } = scope.caller;
    const expires = await tx.randomKeys.insert({ id, wallet_id, random_key }, mode);
    return { id, random_key, expires_at: expires.toISOString() };
  });
}
