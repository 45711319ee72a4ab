import { amountMax } from "@purse/contract";
import type { Account, Entry, PostResult, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

interface LockedAccount {
  readonly id: number;
  readonly wallet_id: string | null;
  readonly role: string;
  /** Of wallet accounts alone: only these are guarded. */
  readonly posted: number | null;
  readonly available: number | null;
}

export function ledgerOf(db: Kysely<Schema>, merchantId: string): Tx["ledger"] {
  return {
    async post(entry) {
      const accounts = await lockAccounts(db, merchantId, entry);
      const lines = entry.postings.map(({ account, amount }) => ({
        account: find(accounts, account),
        amount,
      }));
      const refusal = refusalOf(lines);
      if (refusal !== undefined) return refusal;
      await insertEntry(db, merchantId, entry, lines);
      return "posted";
    },
  };
}

/** Locks the entry's accounts in the one order that all transactions keep: wallets, then the rest, by id. */
async function lockAccounts(
  db: Kysely<Schema>,
  merchantId: string,
  entry: Entry,
): Promise<readonly LockedAccount[]> {
  const { currency, postings } = entry;
  const accounts = postings.map(({ account }) => rowOf(account));
  const wallets = accounts.flatMap(({ wallet_id }) => wallet_id ?? []);
  const roles = accounts.flatMap(({ wallet_id, role }) => (wallet_id === null ? role : []));
  const lock = db
    .selectFrom("accounts")
    .select([
      "id",
      "wallet_id",
      "role",
      sql<number | null>`case when guarded then posted end`.as("posted"),
      sql<number | null>`case when guarded then posted - held end`.as("available"),
    ])
    .where("merchant_id", "=", merchantId)
    .where("currency", "=", currency)
    .where(({ or, eb, and }) =>
      or([
        eb("wallet_id", "=", sql<string>`any(${wallets})`),
        and([eb("wallet_id", "is", null), eb("role", "=", sql<"adjustment">`any(${roles})`)]),
      ]),
    )
    .orderBy("guarded", "desc")
    .orderBy("id")
    .forNoKeyUpdate();

  const locked = await lock.execute();
  if (locked.length === postings.length) return locked;
  // An account comes into being with its first posting; it must exist before it can be locked.
  const rows = accounts.map((account) => ({ ...account, merchant_id: merchantId, currency }));
  await db
    .insertInto("accounts")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return lock.execute();
}

function rowOf(account: Account) {
  return "wallet" in account
    ? { wallet_id: account.wallet, role: "wallet" as const }
    : { wallet_id: null, role: account.system };
}

function find(accounts: readonly LockedAccount[], account: Account): LockedAccount {
  const { wallet_id, role } = rowOf(account);
  const found = accounts.find((each) => each.wallet_id === wallet_id && each.role === role);
  if (found === undefined) throw new Error(`no account of ${wallet_id ?? role}`);
  return found;
}

interface Line {
  readonly account: LockedAccount;
  readonly amount: number;
}

/** Asked before writing: a violated constraint would end the transaction without saying whose. */
function refusalOf(lines: readonly Line[]): PostResult | undefined {
  for (const { account, amount } of lines) {
    if (account.available === null || account.posted === null) continue;
    if (amount < 0 && account.available < -amount) return "short";
    if (amount > 0 && account.posted > amountMax - amount) return "full";
  }
  return undefined;
}

async function insertEntry(
  db: Kysely<Schema>,
  merchantId: string,
  { kind, reference, currency }: Entry,
  lines: readonly Line[],
): Promise<void> {
  // Postings in the order of the locks; the trigger on postings moves the balances.
  const accountIds = lines.map(({ account }) => account.id);
  const amounts = lines.map(({ amount }) => amount);
  await sql`
    with entry as (
      insert into ledger_entries (merchant_id, kind, reference, currency)
      values (${merchantId}, ${kind}, ${reference}, ${currency})
      returning id, merchant_id, currency
    )
    insert into postings (entry_id, account_id, merchant_id, currency, amount)
    select entry.id, line.account_id, entry.merchant_id, entry.currency, line.amount
    from entry, unnest(${accountIds}::bigint[], ${amounts}::bigint[]) as line (account_id, amount)
  `.execute(db);
}
