import type { Entry, Noun } from "../load/journal.ts";
import type { Query, Violation } from "./violation.ts";

// What clients were told, held against what there is.

type Numbered = Exclude<Noun, "wallet">;

interface Row {
  readonly id: string;
  readonly no: string;
  readonly amount: number;
  readonly wallet_id: string;
  readonly status: string;
}

const columns: Readonly<Record<Numbered, readonly [table: string, no: string]>> = {
  charge: ["charges", "order_no"],
  recharge: ["recharges", "order_no"],
  refund: ["refunds", "refund_no"],
  transfer: ["transfers", "transfer_no"],
  red_envelope: ["red_envelopes", "red_envelope_no"],
  withdrawal: ["withdrawals", "withdrawal_no"],
};
const numbered = Object.keys(columns) as Numbered[];

/** States that a refusal leaves behind: the thing is there, and without effect. */
const without: ReadonlySet<string> = new Set([
  "closed",
  "expired",
  "refused",
  "failed",
  "abnormal",
]);

export async function checkJournal(
  query: Query,
  merchantIds: readonly string[],
  entries: readonly Entry[],
): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const noun of numbered) {
    const [table, no] = columns[noun];
    const rows: Row[] = await query(
      `select id, ${no} as no, amount::float8 as amount, wallet_id, status
      from ${table} where merchant_id = any($1)`,
      [merchantIds],
    );
    const mine = entries.filter(({ intent }) => intent.noun === noun);
    found.push(...compare(noun, mine, rows));
  }
  found.push(...(await checkWallets(query, merchantIds, entries)));
  return found;
}

function compare(noun: Numbered, entries: readonly Entry[], rows: readonly Row[]): Violation[] {
  const found: Violation[] = [];
  const byNo = Map.groupBy(rows, (row) => row.no);
  const wanted = new Map(entries.map((entry) => [entry.intent.no, entry]));
  for (const entry of entries) {
    const { no } = entry.intent;
    found.push(...checkOne(noun, entry, byNo.get(no) ?? []));
  }
  for (const { no, id, amount, wallet_id } of rows) {
    const body = wanted.get(no)?.intent.body;
    const said = (rule: string) => found.push({ rule, subject: `${noun} ${no} ${id}` });
    if (body === undefined) said("nothing is there that nobody asked for");
    else if (body.amount !== amount) said("a thing has the amount that was asked for");
    // A refund's wallet is its charge's.
    else if (body.wallet_id !== undefined && body.wallet_id !== wallet_id) {
      said("a thing has the wallet that was asked for");
    }
  }
  return found;
}

function checkOne(noun: Numbered, entry: Entry, rows: readonly Row[]): Violation[] {
  const { intent, answer, open } = entry;
  const subject = `${noun} ${intent.no}: ${answer?.key ?? "no answer"} after ${open.join(", ")}`;
  if (rows.length > 1) return [{ rule: "a thing exists at most once", subject }];
  const [row] = rows;
  if (answer === undefined) return [];
  if (answer.status === 200) {
    if (row === undefined) return [{ rule: "what was acknowledged exists", subject }];
    const { id, amount, status } = answer.data;
    if (id !== row.id || amount !== row.amount) {
      return [{ rule: "what was acknowledged is as it was answered", subject }];
    }
    const undone = isDone(status) && !isDone(row.status);
    return undone ? [{ rule: "what was acknowledged as done stays done", subject }] : [];
  }
  if (row === undefined || without.has(row.status)) return [];
  // Without a key, an earlier try may still have been on its way when this one was refused.
  if (intent.idempotencyKey === undefined && open.length > 0) return [];
  return [
    { rule: "what was refused has no effect", subject: `${subject}: ${row.id} ${row.status}` },
  ];
}

const done = ["paid", "partly_refunded", "refunded", "succeeded", "sent", "received", "returned"];
function isDone(status: string): boolean {
  return done.includes(status);
}

async function checkWallets(
  query: Query,
  merchantIds: readonly string[],
  entries: readonly Entry[],
): Promise<Violation[]> {
  const rows = await query(
    "select id, name from wallets where merchant_id = any($1) and type = 'user'",
    [merchantIds],
  );
  const byName = Map.groupBy(rows, ({ name }) => name);
  return entries.flatMap(({ intent, answer }): Violation[] => {
    if (intent.noun !== "wallet") return [];
    const made = byName.get(intent.no) ?? [];
    const subject = `wallet ${intent.no}`;
    if (made.length > 1) return [{ rule: "a thing exists at most once", subject }];
    const isLost = answer?.status === 200 && made[0]?.id !== answer.data.id;
    return isLost ? [{ rule: "what was acknowledged exists", subject }] : [];
  });
}
