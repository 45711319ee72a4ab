import type { Entry } from "../load/journal.ts";
import type { Read } from "../load/reads.ts";
import type { Query, Violation } from "./violation.ts";

/*
 * Strict serializability: there is one order of everything that moved money and everything that
 * was read, which each wallet's own order and everybody's clock agree with. The ledger numbers a
 * wallet's postings, so that its order need not be guessed: what is left is to find no circle in
 * "came before". Time is a chain of moments: what ended came before a moment, what began later
 * came behind it.
 */

interface Posting {
  readonly entry: string;
  readonly thing: string;
  readonly wallet: string;
  readonly position: number;
  readonly amount: number;
  readonly balance: number;
}

/** What is known of when something happened, by the harness's clock. */
interface Span {
  readonly node: string;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface HistoryReport {
  readonly violations: readonly Violation[];
  readonly movements: number;
  readonly reads: number;
}

export async function checkHistory(
  query: Query,
  merchantIds: readonly string[],
  entries: readonly Entry[],
  reads: readonly Read[],
): Promise<HistoryReport> {
  const postings: Posting[] = await query(
    `select entry.id::text as entry, entry.reference as thing, account.wallet_id as wallet,
        posting.position::float8 as position, posting.amount::float8 as amount,
        posting.balance_after::float8 as balance
      from postings posting join ledger_entries entry on entry.id = posting.entry_id
        join accounts account on account.id = posting.account_id
      where account.wallet_id is not null and posting.merchant_id = any($1)
      order by account.wallet_id, posting.position`,
    [merchantIds],
  );
  const graph = new Graph();
  const wallets = Map.groupBy(postings, ({ wallet }) => wallet);
  const violations: Violation[] = [];
  for (const its of wallets.values()) {
    for (const [index, { entry, thing, wallet, amount, balance }] of its.entries()) {
      const before = its[index - 1];
      graph.before(before?.entry, entry);
      if (balance === (before?.balance ?? 0) + amount) continue;
      const subject = `${thing} in ${wallet}: ${before?.balance ?? 0} and ${amount} make ${balance}`;
      violations.push({ rule: "each movement saw the one before", subject });
    }
  }
  const spans = spansOf(entries, postings);
  let count = 0;
  for (const read of reads) {
    const its = wallets.get(read.walletId) ?? [];
    const places = placesOf(read, its, spans);
    const subject = `${read.walletId} had ${read.balance}`;
    if (places.length === 0) {
      violations.push({ rule: "a balance that was read was true in that time", subject });
    }
    // Where several fit, any of them may have been the one.
    if (places.length !== 1) continue;
    const node = `read ${count++}`;
    graph.before(its[places[0]! - 1]?.entry, node);
    graph.before(node, its[places[0]!]?.entry);
    spans.set(node, { node, startedAt: read.startedAt, endedAt: read.endedAt });
  }
  graph.addTime([...spans.values()]);
  const circle = graph.circle();
  if (circle !== undefined) {
    violations.push({ rule: "everything happened in one order", subject: circle.join(" < ") });
  }
  return { violations, movements: spans.size - count, reads: reads.length };
}

/** Of movements that were done when their answer came: by their entry. */
function spansOf(entries: readonly Entry[], postings: readonly Posting[]): Map<string, Span> {
  const entryOf = new Map(postings.map(({ thing, entry }) => [thing, entry]));
  const spans = new Map<string, Span>();
  for (const { answer, startedAt, endedAt } of entries) {
    const node = entryOf.get(answer?.data?.id);
    if (node === undefined || endedAt === undefined) continue;
    const { status } = answer!.data;
    if (status !== "paid" && status !== "succeeded") continue;
    spans.set(node, { node, startedAt, endedAt });
  }
  return spans;
}

/** Behind how many of a wallet's postings a read may have come, by its balance and the clock. */
function placesOf(read: Read, its: readonly Posting[], spans: ReadonlyMap<string, Span>): number[] {
  let least = 0;
  let most = its.length;
  for (const [index, { entry }] of its.entries()) {
    const span = spans.get(entry);
    if (span === undefined) continue;
    if (span.endedAt < read.startedAt) least = index + 1;
    if (span.startedAt > read.endedAt) most = Math.min(most, index);
  }
  const places: number[] = [];
  for (let place = least; place <= most; place++) {
    if ((its[place - 1]?.balance ?? 0) === read.balance) places.push(place);
  }
  return places;
}

class Graph {
  readonly #after = new Map<string, string[]>();

  before(one: string | undefined, other: string | undefined): void {
    if (one === undefined || other === undefined) return;
    const after = this.#after.get(one);
    if (after === undefined) this.#after.set(one, [other]);
    else after.push(other);
  }

  addTime(spans: readonly Span[]): void {
    const ends = spans.map(({ node, endedAt }) => ({ at: endedAt, node, isEnd: true }));
    const starts = spans.map(({ node, startedAt }) => ({ at: startedAt, node, isEnd: false }));
    // At the same moment nothing came before anything.
    const moments = [...starts, ...ends].toSorted(
      (one, other) => one.at - other.at || Number(one.isEnd) - Number(other.isEnd),
    );
    for (const [index, { node, isEnd }] of moments.entries()) {
      const moment = `moment ${index}`;
      this.before(index === 0 ? undefined : `moment ${index - 1}`, moment);
      if (isEnd) this.before(node, moment);
      else this.before(moment, node);
    }
  }

  /** What comes before itself, if anything does: its nodes without the moments between. */
  circle(): readonly string[] | undefined {
    const state = new Map<string, "open" | "closed">();
    for (const start of this.#after.keys()) {
      if (state.has(start)) continue;
      const path: { readonly node: string; next: number }[] = [{ node: start, next: 0 }];
      state.set(start, "open");
      while (path.length > 0) {
        const top = path.at(-1)!;
        const next = this.#after.get(top.node)?.[top.next++];
        if (next === undefined) {
          state.set(top.node, "closed");
          path.pop();
        } else if (state.get(next) === "open") {
          const names = path.map(({ node }) => node);
          return names.slice(names.indexOf(next)).filter((name) => !name.startsWith("moment"));
        } else if (!state.has(next)) {
          state.set(next, "open");
          path.push({ node: next, next: 0 });
        }
      }
    }
    return undefined;
  }
}
