import type { Codes, FieldError, Result } from "@purse/contract";
import { fail, failBy } from "./fail.ts";
import { type IdempotentRequest, type NewId, type Ports, Unavailable } from "./ports.ts";
import type { Tx } from "./tx.ts";

/** A result as it is kept: of an error only what the registry does not know. */
type Kept =
  | { readonly data: unknown }
  | { readonly key: string; readonly detail?: string; readonly fields: readonly FieldError[] };

/** Keeps what an operation answers, in the transaction that makes it so. */
export type KeepData = (tx: Tx, data: unknown) => Promise<void>;

type Work = (newId: NewId, keep: KeepData) => Promise<Result<unknown>>;

/**
 * Does the work of an Idempotency-Key once, and answers everyone who brings the key with what
 * came of it: `idempotency_key_reused` for other content, `concurrency_limit_exceeded` while a
 * twin is still at it. Failures of ours (5xx) are never kept: the next one tries again.
 */
export async function answerOnce(
  { storage, newId }: Ports,
  registry: Codes,
  request: Omit<IdempotentRequest, "seed">,
  work: Work,
): Promise<Result<unknown>> {
  const reservation = await storage.idempotency.reserve({ ...request, seed: newId("idk") });
  switch (reservation.state) {
    case "answered":
      return restored(JSON.parse(reservation.answer), registry);
    case "other_content":
      return { ok: false, error: fail("idempotency_key_reused") };
    case "in_flight":
      return {
        ok: false,
        error: fail("concurrency_limit_exceeded", "the same Idempotency-Key is being worked on"),
      };
    case "taken": {
      const finish = (answer?: string) =>
        storage.idempotency.finish(request, reservation.attempt, answer);
      const keep: KeepData = async (tx, data) => {
        const answer = JSON.stringify(kept({ ok: true, data }));
        const isOurs = await tx.idempotency.keep(request, reservation.attempt, answer);
        // Another has taken this one for dead: nothing of it is to stay.
        if (!isOurs) throw new Unavailable("the Idempotency-Key was taken by another");
      };
      return workOnce(() => work(seededIds(reservation.seed, newId), keep), finish);
    }
  }
}

async function workOnce(
  work: () => Promise<Result<unknown>>,
  finish: (answer?: string) => Promise<void>,
): Promise<Result<unknown>> {
  let result: Result<unknown>;
  try {
    result = await work();
  } catch (error) {
    await finish();
    throw error;
  }
  const final = result.ok || result.error.httpStatus < 500;
  await finish(final ? JSON.stringify(kept(result)) : undefined);
  return result;
}

/** The same ids whenever the work is done again, one a prefix. */
function seededIds(seed: string, newId: NewId): NewId {
  const used = new Set<string>();
  return (prefix) => {
    if (used.has(prefix)) return newId(prefix);
    used.add(prefix);
    return `${prefix}_${seed.slice(seed.indexOf("_") + 1)}`;
  };
}

function kept(result: Result<unknown>): Kept {
  if (result.ok) return { data: result.data };
  const { key, detail, fields } = result.error;
  return { key, fields, ...(detail === undefined ? {} : { detail }) };
}

function restored(answer: Kept, registry: Codes): Result<unknown> {
  if ("data" in answer) return { ok: true, data: answer.data };
  return { ok: false, error: failBy(registry)(answer.key, answer.detail, answer.fields) };
}
