import { type RawBuilder, sql } from "kysely";

/** What must be true of every row of a table. */
export interface LedgerRule {
  readonly name: string;
  /** The table whose rows it is about, or a query in brackets; one of its rows is called `row`. */
  readonly table: string;
  /** The columns of a unique index, which name a row: `id` where none are named. */
  readonly key?: readonly string[];
  /** Left joins of what a row is compared with; there is an index for each. */
  readonly matches?: string;
  /** Each under the name that it is called by. */
  readonly sums?: Readonly<Record<string, Sums>>;
  /** Is true of a row that breaks the rule, beside what it is compared with. */
  readonly broken: string;
  /** Of a row that breaks it, a query of the wallets whose money is in question; none where it is left out. */
  readonly wallets?: string;
}

/** Sums over rows of another table that a row is compared with; null where there are none. */
interface Sums {
  readonly of: string;
  /** Of that table's rows, and what of `row` each is equal to. */
  readonly by: Readonly<Record<string, string>>;
  readonly columns: string;
  /** Leaves out, for the sake of an index, what makes no difference. */
  readonly near?: string;
}

/** SQL of the rules' own, which nothing from outside is in. */
// biome-ignore lint/plugin: constants of ledger-rules.ts.
const ruleSql = (text: string) => sql.raw(text);

/** The rows of a rule's table, each called `row`. */
export const rowsOf = (table: string): RawBuilder<unknown> => ruleSql(`${table} as row`);

/** Of a row that breaks a rule, the wallets, as a query. */
export const walletsOf = ({ wallets }: LedgerRule): RawBuilder<unknown> | undefined =>
  wallets === undefined ? undefined : ruleSql(wallets);

/** Whether a row breaks a rule. What can be neither true nor false, for a null where none may be, is broken too. */
export const isBroken = ({ broken }: LedgerRule): RawBuilder<boolean> =>
  sql<boolean>`(${ruleSql(broken)}) is not false`;

/** All of a rule's rows beside what they are compared with, each sum taken once for all. */
export const allRows = (rule: LedgerRule): RawBuilder<unknown> =>
  beside(rule, rowsOf(rule.table), groupedSums);

/** The same for some of its rows, which a query in brackets has, and with the sums of those alone. */
export const someRows = (rule: LedgerRule, some: RawBuilder<unknown>): RawBuilder<unknown> =>
  beside(rule, sql`${some} as row`, lateralSums);

function beside(
  { matches = "", sums = {} }: LedgerRule,
  rows: RawBuilder<unknown>,
  joined: (name: string, sums: Sums) => string,
): RawBuilder<unknown> {
  const joins = Object.entries(sums).map(([name, each]) => joined(name, each));
  return sql`${rows} ${ruleSql([matches, ...joins].join(" "))}`;
}

function groupedSums(name: string, { of, by, columns }: Sums): string {
  const keys = Object.keys(by);
  const named = keys.map((key, n) => `${key} as by_${n}`);
  const equal = Object.values(by).map((row, n) => `${name}.by_${n} = ${row}`);
  return `left join (select ${named.join(", ")}, ${columns} from ${of} group by ${keys.join(", ")})
    ${name} on ${equal.join(" and ")}`;
}

function lateralSums(name: string, { of, by, columns, near = "true" }: Sums): string {
  const equal = Object.entries(by).map(([key, row]) => `${key} = ${row}`);
  return `left join lateral (select ${columns} from ${of} where ${equal.join(" and ")} and ${near})
    ${name} on true`;
}
