import type { Scope } from "./ports.ts";
import type { StoredWallet } from "./stored.ts";
import type { SharedTx } from "./tx.ts";
import { walletMachine } from "./wallets/wallet-machine.ts";

type ForeignErrors = "api_key_wallet_mismatching" | "wallet_not_under_api_key";
type PathErrors = ForeignErrors | "wallet_not_exist";
type BodyErrors = ForeignErrors | "request_body_walletid_not_exist";

/** The caller's wallet that a path names. */
export async function walletOfPath(
  scope: Scope<PathErrors>,
  tx: Pick<SharedTx, "wallets">,
  id: string,
): Promise<StoredWallet> {
  const lookup = await tx.wallets.find(id);
  if (lookup.found === "nowhere") throw scope.fail("wallet_not_exist");
  if (lookup.found === "foreign") throw foreignWallet(scope, lookup.type);
  return lookup.wallet;
}

/** The caller's wallet that a body names in `field`. */
export async function walletOfBody(
  scope: Scope<BodyErrors>,
  tx: Pick<SharedTx, "wallets">,
  id: string,
  field: string,
): Promise<StoredWallet> {
  const lookup = await tx.wallets.find(id);
  if (lookup.found === "nowhere") throw scope.fail("request_body_walletid_not_exist", field);
  if (lookup.found === "foreign") throw foreignWallet(scope, lookup.type);
  return lookup.wallet;
}

function foreignWallet(scope: Scope<ForeignErrors>, type: StoredWallet["type"]): Error {
  return scope.fail(
    type === "merchant" ? "api_key_wallet_mismatching" : "wallet_not_under_api_key",
  );
}

/** Refuses to move money of a wallet that is disabled or frozen; `field` tells the caller which one. */
export function refuseDisabled(
  scope: Scope<"wallet_not_use">,
  wallet: StoredWallet,
  field: string,
): void {
  const { use } = walletMachine[wallet.status];
  if (use !== "stay") throw scope.fail(use.refused, field);
  if (wallet.is_frozen) throw scope.fail("wallet_not_use", `${field}: its books do not balance`);
}
