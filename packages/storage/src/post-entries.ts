import { amountMax, type Currency } from "@purse/contract";
import type { Entry, Owned, Posting, PostResult } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

interface LockedAccount {
  readonly id: number;
  readonly merchant_id: string;
  readonly wallet_id: string | null;
  readonly role: string;
  readonly currency: string;
  readonly posted: number;
  readonly available: number;
}

type Accounts = ReadonlyMap<string, LockedAccount>;

/**
 * Books entries in the order given, each wholly or not at all: one that is refused leaves the
 * others as they are, and what an earlier one moves a later one finds.
 */
export async function postEntries(
  db: Kysely<Schema>,
  entries: readonly Owned<Entry>[],
): Promise<readonly PostResult[]> {
  const accounts = await lockAccounts(db, entries);
  const balances = new Map<string, Balance>(accounts);
  const results = entries.map((entry) => decide(balances, entry));
  const booked = entries.filter((_, at) => results[at] === "posted");
  if (booked.length > 0) await insertEntries(db, booked, await opened(db, booked, accounts));
  return results;
}

/** Locks the entries' accounts in the one order that all transactions keep: wallets, then the rest, by id. */
export async function lockAccounts(
  db: Kysely<Schema>,
  entries: readonly Owned<Entry>[],
): Promise<Accounts> {
  const rows = entries.flatMap((entry) => entry.postings.map((posting) => rowOf(entry, posting)));
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  const wallets = rows.flatMap(({ wallet_id }) => wallet_id ?? []);
  const others = rows.filter(({ wallet_id }) => wallet_id === null);
  const merchants = others.map(({ merchant_id }) => merchant_id);
  const roles = others.map(({ role }) => role);
  const locked = await db
    .selectFrom("accounts")
    .modifyFront(prepared)
    .select(["id", "merchant_id", "wallet_id", "role", "currency", "posted"])
    .select(sql<number>`posted - held`.as("available"))
    .where("currency", "=", sql<Currency>`any(${currencies})`)
    .where(
      sql<boolean>`(wallet_id = any(${wallets}) or wallet_id is null and (merchant_id, role) in (
        select * from unnest(${merchants}::text[], ${roles}::text[])))`,
    )
    .orderBy("guarded", "desc")
    .orderBy("id")
    .forNoKeyUpdate()
    .execute();
  return new Map(locked.map((account) => [keyOf(account), account]));
}

/** The accounts with those that come into being now: one must exist before it can be locked. */
async function opened(
  db: Kysely<Schema>,
  entries: readonly Owned<Entry>[],
  accounts: Accounts,
): Promise<Accounts> {
  const rows = entries.flatMap((entry) => entry.postings.map((posting) => rowOf(entry, posting)));
  const missing = rows.filter((row) => !accounts.has(keyOf(row)));
  if (missing.length === 0) return accounts;
  await db
    .insertInto("accounts")
    .values(missing)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return lockAccounts(db, entries);
}

function rowOf({ merchant_id, currency }: Owned<Entry>, { account }: Posting) {
  return "wallet" in account
    ? { merchant_id, currency, wallet_id: account.wallet, role: "wallet" as const }
    : { merchant_id, currency, wallet_id: null, role: account.system };
}

function keyOf({
  merchant_id,
  wallet_id,
  role,
  currency,
}: Omit<LockedAccount, "id" | keyof Balance>) {
  return [merchant_id, wallet_id ?? role, currency].join(" ");
}

type Balance = Pick<LockedAccount, "posted" | "available">;

/**
 * Whether the entry can be booked; if so `balances` has its money moved. Asked before writing: a
 * violated constraint would end the transaction without saying whose.
 */
function decide(balances: Map<string, Balance>, entry: Owned<Entry>): PostResult {
  const moved = new Map<string, Balance>();
  for (const posting of entry.postings) {
    const { amount } = posting;
    const row = rowOf(entry, posting);
    const { posted, available } = balances.get(keyOf(row)) ?? { posted: 0, available: 0 };
    const isGuarded = row.wallet_id !== null;
    if (isGuarded && amount < 0 && available < -amount) return "short";
    if (isGuarded && amount > 0 && posted > amountMax - amount) return "full";
    moved.set(keyOf(row), { posted: posted + amount, available: available + amount });
  }
  for (const [key, balance] of moved) balances.set(key, balance);
  return "posted";
}

async function insertEntries(
  db: Kysely<Schema>,
  entries: readonly Owned<Entry>[],
  accounts: Accounts,
): Promise<void> {
  const lines = entries.flatMap((entry) =>
    entry.postings.map((posting) => ({
      reference: entry.reference,
      kind: entry.kind,
      account_id: accounts.get(keyOf(rowOf(entry, posting)))?.id,
      amount: posting.amount,
    })),
  );
  // Entries in order, and behind the locks: an account's postings stand in the order of their
  // entries' times. A trigger moves the balances, and verifies each that is written here.
  await sql`${prepared}
    with entry as (
      insert into ledger_entries (merchant_id, kind, reference, currency)
      select * from unnest(
        ${entries.map(({ merchant_id }) => merchant_id)}::text[],
        ${entries.map(({ kind }) => kind)}::text[],
        ${entries.map(({ reference }) => reference)}::text[],
        ${entries.map(({ currency }) => currency)}::text[])
      returning id, merchant_id, kind, reference, currency
    )
    insert into postings (entry_id, account_id, merchant_id, currency, amount, position, balance_after)
    select entry.id, account.id, entry.merchant_id, entry.currency, line.amount,
      account.version + row_number() over own, account.posted + sum(line.amount) over own
    from unnest(
        ${lines.map(({ kind }) => kind)}::text[],
        ${lines.map(({ reference }) => reference)}::text[],
        ${lines.map(({ account_id }) => account_id)}::bigint[],
        ${lines.map(({ amount }) => amount)}::bigint[]
      ) with ordinality as line (kind, reference, account_id, amount, number)
      join entry using (kind, reference)
      join accounts as account on account.id = line.account_id
    window own as (partition by account.id order by line.number)`.execute(db);
}
