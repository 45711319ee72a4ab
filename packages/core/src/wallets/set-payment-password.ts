import type { Failures, Input, PurseApi, Wallet } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import { checkPassword, takeRandomKey } from "../payment-password.ts";
import type { Scope } from "../ports.ts";
import { viewWallet } from "./view-wallet.ts";

type Operation = PurseApi["wallets"]["setPaymentPassword"];

export async function setPaymentPassword(
  scope: Scope<Failures<Operation>>,
  { wallet_id, password, old_password }: Input<Operation>,
): Promise<Wallet> {
  const before = await scope.transaction((tx) => walletOfPath(scope, tx, wallet_id));
  if (before.has_payment_password) await checkPassword(scope, wallet_id, old_password);
  const randomKey = await takeRandomKey(scope, wallet_id, password);
  const opened = scope.passwords.open(randomKey, password);
  if (opened === undefined || !/^.{6,64}$/su.test(opened)) {
    throw scope.fail("payment_password_invalid", "password: expected 6 to 64 encrypted characters");
  }
  const hash = await scope.passwords.hash(opened);
  return scope.conclude(async (tx) => {
    const wallet = await tx.paymentPasswords.set(wallet_id, hash);
    return viewWallet(wallet, await tx.wallets.balances([wallet_id]));
  });
}
