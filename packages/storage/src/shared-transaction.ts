import { AsyncLocalStorage } from "node:async_hooks";
import { PurseError } from "@purse/contract";
import { type SharedTx, type Storage, Unavailable } from "@purse/core";
import type { Kysely } from "kysely";
import pLimit from "p-limit";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";
import { inTransaction, isUnavailable } from "./transaction.ts";

/** How many transactions run at once: one waits for the disk while the next one works. */
export const runningMax = 2;
/** How many works it takes to begin a second one: few are done sooner by the next one alone. */
const besideMin = 12;
/** Works a transaction. */
const worksMax = 64;

/** How many run alone at once, so that they leave connections to everybody else. */
const aloneMax = 8;

/** Makes of a transaction what works see of it, each for its merchant. */
type OpenTx = (trx: Kysely<Schema>) => (merchantId: string) => SharedTx;

interface Work {
  readonly merchantId: string;
  /** Answers what hands its answer over, once it is committed. */
  readonly run: (tx: SharedTx) => Promise<() => void>;
  readonly reject: (error: unknown) => void;
}

type RunAlone = (work: Work) => Promise<void>;

/**
 * Runs works in transactions that they share: those that come while others run wait for each other
 * and go together, so that one commit and one statement of each kind serve many. When one fails
 * with anything but a `PurseError`, or has written before, or waits long for a lock, all is undone:
 * each merchant's run without the others', and if they fail again, each alone.
 */
export function sharedTransactions(
  { db, sharedDb }: Pick<Database, "db" | "sharedDb">,
  open: OpenTx,
): Storage["shared"] {
  const atOnce = pLimit(aloneMax);
  const runAlone: RunAlone = (work) => atOnce(() => alone(db, open, work));
  let waiting: Work[] = [];
  const running = new Set<readonly Work[]>();
  let isDue = false;

  function runWaiting(): void {
    isDue = false;
    const works = nextOf(waiting, running);
    if (works.length === 0) return;
    const taken = new Set(works);
    waiting = waiting.filter((work) => !taken.has(work));
    running.add(works);
    runTogether(sharedDb, open, works, runAlone).then(() => {
      running.delete(works);
      runWaiting();
    });
    runWaiting();
  }

  return <T>(merchantId: string, work: (tx: SharedTx) => Promise<T>) =>
    new Promise<T>((resolve, reject) => {
      const inContext = AsyncLocalStorage.snapshot();
      const run = async (tx: SharedTx) => {
        const answer = await inContext(() => work(tx));
        return () => resolve(answer);
      };
      waiting.push({ merchantId, run, reject });
      // With what else comes in this turn.
      if (!isDue) setImmediate(runWaiting);
      isDue = true;
    });
}

/**
 * What may run now, merchant by merchant: none whose merchant has works in a transaction that
 * runs, so that no two ever wait for each other's locks. Of many merchants' no more than a share:
 * whoever takes all leaves nobody to the transaction beside it.
 */
function nextOf(waiting: readonly Work[], running: ReadonlySet<readonly Work[]>): readonly Work[] {
  if (running.size === runningMax) return [];
  const busy = new Set([...running].flat().map(({ merchantId }) => merchantId));
  const free = waiting.filter(({ merchantId }) => !busy.has(merchantId));
  if (running.size > 0 && free.length < besideMin) return [];
  const share = free.length / (runningMax - running.size);
  const enough = share < besideMin ? free.length : share;
  const next: Work[] = [];
  for (const own of Map.groupBy(free, ({ merchantId }) => merchantId).values()) {
    if (next.length < enough) next.push(...own);
  }
  return next.slice(0, worksMax);
}

/** Ends when all have had their turn together; whoever then runs alone holds nobody up. */
async function runTogether(
  sharedDb: Kysely<Schema>,
  open: OpenTx,
  works: readonly Work[],
  runAlone: RunAlone,
): Promise<void> {
  try {
    const outcomes = await sharedDb.transaction().execute((trx) => attempt(open(trx), works));
    // Refusals too only now: what they saw of the others' is true from now on.
    for (const settle of outcomes) settle();
  } catch (error) {
    if (isUnavailable(error)) {
      const unavailable = new Unavailable("the database did not answer", { cause: error });
      for (const { reject } of works) reject(unavailable);
      return;
    }
    const byMerchant = Map.groupBy(works, ({ merchantId }) => merchantId);
    if (byMerchant.size === 1) {
      for (const work of works) runAlone(work);
    } else {
      for (const own of byMerchant.values()) await runTogether(sharedDb, open, own, runAlone);
    }
  }
}

/** What hands each work's outcome over; throws when all of it is to be undone. */
async function attempt(
  txOf: ReturnType<OpenTx>,
  works: readonly Work[],
): Promise<readonly (() => void)[]> {
  const attempts = works.map(async ({ merchantId, run, reject }) => {
    const { tx, hasWritten } = watched(txOf(merchantId));
    try {
      return await run(tx);
    } catch (error) {
      if (error instanceof PurseError && !hasWritten()) return () => reject(error);
      throw error;
    }
  });
  // All of them, before the transaction ends under those that still work.
  await Promise.allSettled(attempts);
  return Promise.all(attempts);
}

/** Notes whether anything was written. */
function watched(tx: SharedTx): { readonly tx: SharedTx; readonly hasWritten: () => boolean } {
  let written = false;
  const noting =
    <Given, Answer>(write: (given: Given) => Promise<Answer>) =>
    async (given: Given) => {
      const answer = await write(given);
      written ||= answer !== "short" && answer !== "full";
      return answer;
    };
  return {
    tx: {
      ...tx,
      charges: { ...tx.charges, insert: noting(tx.charges.insert) },
      ledger: { post: noting(tx.ledger.post) },
      events: { insert: noting(tx.events.insert) },
    },
    hasWritten: () => written,
  };
}

async function alone(
  db: Kysely<Schema>,
  open: OpenTx,
  { merchantId, run, reject }: Work,
): Promise<void> {
  try {
    const settle = await inTransaction(db, (trx) => run(open(trx)(merchantId)));
    settle();
  } catch (error) {
    reject(error);
  }
}
