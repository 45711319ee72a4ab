import type { EncryptedPassword } from "@purse/contract";
import type { Scope } from "./ports.ts";
import { randomKeyMachine } from "./random-keys/random-key-machine.ts";
import type { StoredWallet } from "./stored.ts";

type PasswordScope = Scope<"payment_password_invalid">;

/** Nothing was written: the wallet's password has to be checked first. */
export const passwordNeeded = Symbol("password needed");

/**
 * Runs a payment, and runs it again behind the password if it answers `passwordNeeded`. So a
 * wallet without a password costs nothing, and a password is compared outside any transaction.
 */
export async function payWithPassword<T>(
  scope: PasswordScope,
  walletId: string,
  given: EncryptedPassword | undefined,
  pay: (authorized: boolean) => Promise<T | typeof passwordNeeded>,
): Promise<T> {
  const paid = await pay(false);
  if (paid !== passwordNeeded) return paid;
  await checkPassword(scope, walletId, given);
  const authorized = await pay(true);
  if (authorized === passwordNeeded) throw new Error("a password was asked for twice");
  return authorized;
}

/** Whether the payment must wait for the password; refuses one that the wallet does not have. */
export function needsPassword(
  scope: PasswordScope,
  payer: StoredWallet,
  given: EncryptedPassword | undefined,
  authorized: boolean,
): boolean {
  if (!payer.has_payment_password && given !== undefined) {
    throw scope.fail("payment_password_invalid", "payment_password: the wallet has none");
  }
  return payer.has_payment_password && !authorized;
}

/** Compares a wallet's password; the try counts before the comparison, so that many at once gain nothing. */
export async function checkPassword(
  scope: PasswordScope,
  walletId: string,
  given: EncryptedPassword | undefined,
): Promise<void> {
  if (given === undefined) {
    throw scope.fail("payment_password_invalid", "payment_password: required by the wallet");
  }
  const randomKey = await takeRandomKey(scope, walletId, given);
  const attempt = await scope.transaction((tx) => tx.paymentPasswords.try(walletId));
  if (attempt === undefined) {
    throw scope.fail(
      "payment_password_invalid",
      "payment_password: no tries left, wait 30 minutes",
    );
  }
  const password = scope.passwords.open(randomKey, given);
  const right = password !== undefined && (await scope.passwords.matches(password, attempt.hash));
  if (!right) {
    const left = `${attempt.tries_left} tries left`;
    throw scope.fail("payment_password_invalid", `payment_password: wrong, ${left}`);
  }
  await scope.transaction((tx) => tx.paymentPasswords.clearTries(walletId));
}

/** Uses up the random key that a password came with. */
export async function takeRandomKey(
  scope: PasswordScope,
  walletId: string,
  { random_key_id }: EncryptedPassword,
): Promise<string> {
  const refused = (why: string) => scope.fail("payment_password_invalid", `random_key_id: ${why}`);
  const { status, random_key } = await scope.transaction(async (tx) => {
    const key = await tx.randomKeys.lock(random_key_id, walletId);
    if (key === undefined) throw refused("unknown");
    const step = randomKeyMachine[key.status][key.is_due ? "use_late" : "use"];
    if ("refused" in step) throw refused(key.status);
    await tx.randomKeys.end(key.id, step.next);
    return { ...key, status: step.next };
  });
  // Behind the transaction, which is to keep that the key has expired.
  if (status !== "used" || random_key === undefined) throw refused(status);
  return random_key;
}
