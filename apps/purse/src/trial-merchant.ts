import { type Result, Wallet } from "@purse/contract";
import type { Caller, Core } from "@purse/core";
import { adjustBalance, createKey } from "@purse/core";

/** A merchant ready to be tried out: its key, its wallet, and user wallets with money in them. */
export interface TrialMerchant {
  readonly merchant_id: string;
  readonly api_key: string;
  readonly key_id: string;
  /** Signs its requests by hmac-sha256, if it likes to. */
  readonly signing_secret: string;
  readonly merchant_wallet_id: string;
  readonly user_wallet_ids: readonly string[];
}

/** Minor units in each user wallet at the start. */
export const trialFunds = 1_000_000;

/** Makes a test merchant by the same operations that anybody else would use. */
export async function createTrialMerchant(
  core: Core,
  name: string,
  userWallets: number,
): Promise<TrialMerchant> {
  const actor = "purse";
  const made = unwrap(
    await core.operate(actor, (scope) => createKey(scope, { merchant_name: name, mode: "test" })),
  );
  const caller = unwrap(await core.authenticate(made.api_key));
  const merchantWallet = await openWallet(core, caller, { type: "merchant", name });
  const users = [];
  for (let number = 1; number <= userWallets; number += 1) {
    const { id } = await openWallet(core, caller, { type: "user", name: `User ${number}` });
    const funds = { amount: trialFunds, currency: "CNY", reason: "trial money" } as const;
    unwrap(await core.operate(actor, (scope) => adjustBalance(scope, { wallet_id: id, ...funds })));
    users.push(id);
  }
  return {
    merchant_id: caller.merchant_id,
    api_key: made.api_key,
    key_id: made.key.id,
    signing_secret: made.signing_secret ?? "",
    merchant_wallet_id: merchantWallet.id,
    user_wallet_ids: users,
  };
}

async function openWallet(
  core: Core,
  caller: Caller,
  body: { readonly type: Wallet["type"]; readonly name: string },
): Promise<Wallet> {
  const create = core.operations.find((operation) => operation.id === "wallets.create");
  if (create === undefined) throw new Error("the API has no wallets.create");
  return Wallet.parse(unwrap(await create.call(caller, { body })));
}

export function unwrap<Data>(result: Result<Data>): Data {
  if (!result.ok) throw result.error;
  return result.data;
}
