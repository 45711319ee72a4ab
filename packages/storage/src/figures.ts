import { type Kysely, sql } from "kysely";
import { resumeQueue } from "./jobs.ts";
import type { Schema } from "./schema.ts";

/** How many there are, and for how many seconds the oldest has been there (0 of none). */
export interface Backlog {
  readonly count: number;
  readonly oldest_seconds: number;
}

/** What waits in the whole database, for whoever watches it. */
export interface Figures {
  /** Jobs whose time has come and that no worker has taken. */
  readonly jobs: Backlog;
  /** Webhook deliveries that have not arrived yet. */
  readonly deliveries: Backlog;
  /** By kind, what was asked of a channel, or in the end of an operator, and has no outcome yet. */
  readonly open: ReadonlyMap<OpenKind, Backlog>;
  /** The last check of the ledger; none before the first. */
  readonly ledgerCheck:
    | { readonly age_seconds: number; readonly entries: number; readonly violations: number }
    | undefined;
}

export const openKinds = [
  "charge",
  "recharge",
  "refund",
  "transfer",
  "red_envelope",
  "withdrawal",
] as const;
type OpenKind = (typeof openKinds)[number];

interface Row extends Backlog {
  readonly what: string;
}

export async function readFigures(db: Kysely<Schema>): Promise<Figures> {
  const backlog = sql`count(*) as count,
    coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as oldest_seconds`;
  const { rows } = await sql<Row>`
    select 'job' as what, count(*) as count,
      coalesce(extract(epoch from now() - min(start_after)), 0)::float8 as oldest_seconds
      from pgboss.job where name = ${resumeQueue} and state in ('created', 'retry')
        and start_after <= now()
    union all select 'delivery', ${backlog} from webhook_deliveries where status = 'pending'
    union all select 'charge', ${backlog} from charges where status = 'created'
    union all select 'recharge', ${backlog} from recharges where status = 'created'
    union all select 'refund', ${backlog} from refunds where status = 'pending'
    union all select 'transfer', ${backlog} from transfers where status = 'pending'
    union all select 'red_envelope', ${backlog} from red_envelopes where status = 'pending'
    union all select 'withdrawal', ${backlog} from withdrawals where status = 'pending'
  `.execute(db);
  const of = (what: string): Backlog =>
    rows.find((row) => row.what === what) ?? { count: 0, oldest_seconds: 0 };
  return {
    jobs: of("job"),
    deliveries: of("delivery"),
    open: new Map(openKinds.map((kind) => [kind, of(kind)])),
    ledgerCheck: await db
      .selectFrom("ledger_checks")
      .select([
        "entries",
        "violations",
        sql<number>`extract(epoch from now() - at)::float8`.as("age_seconds"),
      ])
      .orderBy("number", "desc")
      .limit(1)
      .executeTakeFirst(),
  };
}
