import { amountMax } from "@purse/contract";
import type { Account, Entry, Hold, PostResult, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { windowOf } from "./list.ts";
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

    async hold({ reference, wallet_id, currency, amount }) {
      const account = await lockWallet(db, merchantId, { wallet_id, currency });
      if (account?.available === undefined || account.available === null) return "short";
      if (account.available < amount) return "short";
      const hold = { reference, merchant_id: merchantId, account_id: account.id, currency, amount };
      await db.insertInto("holds").values(hold).execute();
      return "held";
    },

    release: (reference) => endHold(db, merchantId, reference, "released"),

    async capture(entry) {
      // Locked first, in the order of all locks; then free to be spent by the entry at once.
      await lockAccounts(db, merchantId, entry);
      await endHold(db, merchantId, entry.reference, "captured");
      return this.post(entry);
    },

    async balancesAt(walletId, moment) {
      const { rows } = await sql<{ passed: boolean }>`
        select ${moment}::timestamptz < date_trunc('milliseconds', now()) as passed`.execute(db);
      if (rows[0]?.passed !== true) return "to_come";
      const own = db
        .selectFrom("accounts")
        .where("wallet_id", "=", walletId)
        .where("merchant_id", "=", merchantId);
      // Waits for those who write now; whoever writes later will write a later time than now.
      await own.select("id").orderBy("id").forShare().execute();
      // A moment is a whole millisecond, as times are shown: what shows it belongs to it.
      const end = sql`${moment}::timestamptz + interval '999 microseconds'`;
      return own
        .select(["currency", sql<number>`balance_at(id, ${end})`.as("balance")])
        .orderBy("currency")
        .execute();
    },

    async list(wallet, currency, page) {
      const account = await db
        .selectFrom("accounts")
        .select(["id", "version"])
        .where("wallet_id", "=", wallet.id)
        .where("merchant_id", "=", merchantId)
        .where("currency", "=", currency)
        .executeTakeFirst();
      if (account === undefined) return { rows: [], total: 0 };
      const places = { table: "posting_places", owner: "owner", position: "position" };
      const { first, last, total } = await windowOf(db, account.id, account.version, page, places);
      const rows = await db
        .selectFrom("postings as posting")
        .innerJoin("ledger_entries as entry", "entry.id", "posting.entry_id")
        .select([
          "posting.position",
          "entry.kind",
          "entry.reference",
          "posting.amount",
          "posting.currency",
          "posting.balance_after",
          "entry.created_at",
        ])
        .where("posting.account_id", "=", account.id)
        .where((row) => row.between("posting.position", first, last))
        .orderBy("posting.position")
        .execute();
      return { rows, total };
    },
  };
}

function lockWallet(
  db: Kysely<Schema>,
  merchantId: string,
  { wallet_id, currency }: Pick<Hold, "wallet_id" | "currency">,
) {
  return db
    .selectFrom("accounts")
    .select(["id", sql<number | null>`posted - held`.as("available")])
    .where("merchant_id", "=", merchantId)
    .where("wallet_id", "=", wallet_id)
    .where("currency", "=", currency)
    .orderBy("id")
    .forNoKeyUpdate()
    .executeTakeFirst();
}

async function endHold(
  db: Kysely<Schema>,
  merchantId: string,
  reference: string,
  state: "captured" | "released",
): Promise<void> {
  await db
    .updateTable("holds")
    .set({ state, ended_at: sql<Date>`now()` })
    .where("reference", "=", reference)
    .where("merchant_id", "=", merchantId)
    .executeTakeFirstOrThrow();
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
