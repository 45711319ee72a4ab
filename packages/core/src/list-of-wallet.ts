import type { Page } from "@purse/contract";
import { walletOfPath } from "./addressed-wallet.ts";
import type { PageRange, Rows } from "./page.ts";
import type { Scope } from "./ports.ts";
import type { StoredWallet } from "./stored.ts";
import type { Tx } from "./tx.ts";

type PathErrors = "wallet_not_exist" | "api_key_wallet_mismatching" | "wallet_not_under_api_key";

/** The handler of a list: a page of what a wallet has of one kind, as the API shows it. */
export function listOfWallet<Row, Item, Range extends PageRange = PageRange>(
  read: (tx: Tx, wallet: StoredWallet, range: Range) => Promise<Rows<Row>>,
  view: (row: Row) => Item,
): (
  scope: Scope<PathErrors>,
  input: Range & { readonly wallet_id: string },
) => Promise<Page<Item>> {
  return (scope, input) =>
    scope.snapshot(async (tx) => {
      const wallet = await walletOfPath(scope, tx, input.wallet_id);
      const { rows, total } = await read(tx, wallet, input);
      return { items: rows.map(view), page: input.page, count: input.count, total };
    });
}
