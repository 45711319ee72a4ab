import type { Failures, Input, Page, PurseApi, Transaction } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";

type Operation = PurseApi["transactions"]["list"];

export function listTransactions(
  scope: Scope<Failures<Operation>>,
  { wallet_id, page, count, currency }: Input<Operation>,
): Promise<Page<Transaction>> {
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const { rows, total } = await tx.ledger.list(wallet, currency, { page, count });
    const items = rows.map(({ created_at, ...row }) => ({
      ...row,
      created_at: created_at.toISOString(),
    }));
    return { items, page, count, total };
  });
}
