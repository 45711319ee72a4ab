import type { Input, PurseApi, Wallet } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewWallet } from "./view-wallet.ts";

export async function createWallet(
  scope: Scope<"api_key_already_exists_wallet">,
  { type, name }: Input<PurseApi["wallets"]["create"]>,
): Promise<Wallet> {
  const id = scope.newId("wal");
  const wallet = await scope.transaction(async (tx) => {
    // Made already when an Idempotency-Key comes again behind a crash.
    const earlier = await tx.wallets.find(id);
    if (earlier.found === "own") return earlier.wallet;
    return tx.wallets.insert({ id, type, name: name ?? null });
  });
  if (wallet === undefined) throw scope.fail("api_key_already_exists_wallet");
  return viewWallet(wallet, []);
}
