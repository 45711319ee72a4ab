import type { Failures, Input, Page, PurseApi, StatementEntry } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import { openChannel } from "../channels/access.ts";
import type { Rows } from "../page.ts";
import type { Scope } from "../ports.ts";
import type { StoredStatementEntry } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { fetchStatement } from "./fetch-statement.ts";
import { dayBefore, statementDay } from "./statement-day.ts";
import { viewStatementEntry } from "./view-statement-entry.ts";

type Operation = PurseApi["statements"]["list"];

/** A day of a channel's records beside ours: as it is kept, or from the channel, and then kept. */
export async function listStatements(
  scope: Scope<Failures<Operation>>,
  { wallet_id, channel, date, ...range }: Input<Operation>,
): Promise<Page<StatementEntry>> {
  const now = scope.now();
  const day = statementDay(channel, date, now);
  const before = dayBefore(day, now);

  const asked = await scope.transaction(async (tx) => {
    await refuseOthers(scope, tx, wallet_id);
    if (day.from > now) {
      throw scope.fail("param_error", "date: expected a day that has begun, in UTC+8");
    }
    const open = await openChannel(scope, tx, channel);
    const kept = await tx.statements.list(day, range);
    if (kept !== undefined) return { kept };
    return { open, before: (await tx.statements.reachesBack(day, before)) ? before : undefined };
  });
  if (asked.kept !== undefined) return pageOf(range, asked.kept);

  const fetched = await fetchStatement(scope, asked.open, day, asked.before);
  return scope.transaction(async (tx) => {
    await tx.statements.keep(day, fetched);
    const kept = await tx.statements.list(day, range);
    if (kept === undefined) throw new Error(`the ${channel} statement of ${date} was not kept`);
    return pageOf(range, kept);
  });
}

async function refuseOthers(
  scope: Scope<Failures<Operation>>,
  tx: Tx,
  walletId: string,
): Promise<void> {
  const wallet = await walletOfPath(scope, tx, walletId);
  if (wallet.type !== "merchant") {
    throw scope.fail("param_error", "wallet_id: expected a merchant wallet");
  }
}

function pageOf(
  { page, count }: Pick<Input<Operation>, "page" | "count">,
  { rows, total }: Rows<StoredStatementEntry>,
): Page<StatementEntry> {
  return { items: rows.map(viewStatementEntry), page, count, total };
}
