import pg from "pg";
import { impossible } from "../load/client.ts";
import type { Entry } from "../load/journal.ts";
import type { LoadedMerchant } from "../load/merchant.ts";
import type { Read } from "../load/reads.ts";
import type { World } from "../world/world.ts";
import { checkChannels } from "./channel-rules.ts";
import { checkDeliveries, checkEvents } from "./event-rules.ts";
import { checkHistory } from "./history.ts";
import { checkJournal } from "./journal-rules.ts";
import { checkLedger } from "./ledger-rules.ts";
import type { Query, Violation } from "./violation.ts";

/** Everything that clients know of some merchants. */
export interface Testimony {
  readonly merchants: readonly LoadedMerchant[];
  readonly entries: readonly Entry[];
  readonly reads: readonly Read[];
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly movements: number;
  readonly reads: number;
}

/**
 * Holds what clients were told, what the channels have and what merchants heard against what there
 * is, all in one snapshot, and changes nothing. `isSettled`: everything had the time to end.
 */
export async function judge(
  {
    cluster,
    database,
    channels,
    receiver,
  }: Pick<World, "cluster" | "database" | "channels" | "receiver">,
  { merchants, entries, reads }: Testimony,
  isSettled: boolean,
): Promise<Verdict> {
  const session = new pg.Client({ connectionString: cluster.urlOf(database) });
  await session.connect();
  try {
    await session.query("begin isolation level repeatable read read only");
    const query: Query = async (sql, values) => (await session.query(sql, values)).rows;
    const ids = merchants.map(({ merchantId }) => merchantId);
    const history = await checkHistory(query, ids, entries, reads);
    const [row] = await query(
      "select count(*)::int as total from ledger_entries where merchant_id = any($1)",
      [ids],
    );
    const [{ deadlocks }] = await query(
      "select deadlocks::int from pg_stat_database where datname = current_database()",
      [],
    );
    const locks =
      deadlocks === 0
        ? []
        : [{ rule: "no two wait for each other", subject: `${deadlocks} deadlocks` }];
    const violations = [
      ...locks,
      ...(await checkLedger(query, ids)),
      ...(await checkJournal(query, ids, entries)),
      ...(await checkEvents(query, ids)),
      ...(await checkDeliveries(query, merchants, receiver, isSettled)),
      ...(await checkChannels(query, merchants, channels, isSettled)),
      ...history.violations,
      ...impossible.splice(0).map((subject) => ({ rule: "an answer is one of Purse's", subject })),
    ];
    return { violations, movements: row.total, reads: history.reads };
  } finally {
    await session.end();
  }
}
