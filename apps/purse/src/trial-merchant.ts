import { type InputParts, type Result, Wallet } from "@purse/contract";
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

/** Gives a merchant its accounts at both channels. */
export async function setAccounts(
  core: Core,
  { api_key, merchant_wallet_id }: TrialMerchant,
  { alipay, wechat }: { readonly alipay: object; readonly wechat: object },
): Promise<void> {
  const caller = unwrap(await core.authenticate(api_key));
  const params = { wallet_id: merchant_wallet_id };
  await call(core, "wallets.setAlipay", caller, { params, body: alipay });
  await call(core, "wallets.setWechat", caller, { params, body: wechat });
}

async function openWallet(
  core: Core,
  caller: Caller,
  body: { readonly type: Wallet["type"]; readonly name: string },
): Promise<Wallet> {
  return Wallet.parse(await call(core, "wallets.create", caller, { body }));
}

async function call(core: Core, id: string, caller: Caller, parts: InputParts): Promise<unknown> {
  const operation = core.operations.find((each) => each.id === id);
  if (operation === undefined) throw new Error(`the API has no ${id}`);
  return unwrap(await operation.call(caller, parts));
}

export function unwrap<Data>(result: Result<Data>): Data {
  if (!result.ok) throw result.error;
  return result.data;
}
