import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { IdempotentRequest, Reservation, SecretBox, Storage, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { outsideTransaction } from "./transaction.ts";

/** Longer than a request may take: behind it, whoever had the key is taken for dead. */
const leaseSeconds = 12;
/** How long a twin waits for the first answer, in milliseconds. */
const waitMs = 2000;
const pollMs = 25;

export function idempotencyOf(db: Kysely<Schema>, secrets: SecretBox): Storage["idempotency"] {
  return {
    async reserve(request) {
      const reservation = await outsideTransaction(() => reserve(db, request));
      if (reservation.state !== "answered") return reservation;
      return { ...reservation, answer: secrets.open(reservation.answer, aboutOf(request)) };
    },
    async finish(request, attempt, answer) {
      await outsideTransaction(() => release(db, secrets, request, attempt, answer));
    },
  };
}

export function answersOf(db: Kysely<Schema>, secrets: SecretBox): Tx["idempotency"] {
  return {
    async keep(request, attempt, answer) {
      const { numUpdatedRows } = await release(db, secrets, request, attempt, answer);
      return numUpdatedRows === 1n;
    },
  };
}

function release(
  db: Kysely<Schema>,
  secrets: SecretBox,
  request: Pick<IdempotentRequest, "merchant_id" | "key">,
  attempt: number,
  answer: string | undefined,
) {
  const released = { locked_until: sql<Date>`now()` };
  // Some answers hold a secret. Whoever may not have those unsealed was refused before.
  const answer_sealed = answer && secrets.seal(answer, aboutOf(request), "test");
  return db
    .updateTable("idempotency_keys")
    .set(answer_sealed === undefined ? released : { ...released, answer_sealed })
    .where("merchant_id", "=", request.merchant_id)
    .where("key", "=", request.key)
    .where("attempt", "=", attempt)
    .executeTakeFirstOrThrow();
}

function aboutOf({ merchant_id, key }: Pick<IdempotentRequest, "merchant_id" | "key">): string {
  return `idempotency_keys ${merchant_id} ${key}`;
}

async function reserve(db: Kysely<Schema>, request: IdempotentRequest): Promise<Reservation> {
  const content = createHash("sha256").update(request.content).digest();
  const deadline = performance.now() + waitMs;
  for (;;) {
    const taken = await take(db, request, content);
    if (taken !== undefined) return { state: "taken", ...taken };
    const known = await db
      .selectFrom("idempotency_keys")
      .select(["operation", "content_sha256", "answer_sealed"])
      .where("merchant_id", "=", request.merchant_id)
      .where("key", "=", request.key)
      .executeTakeFirstOrThrow();
    const same =
      known.operation === request.operation && content.equals(Buffer.from(known.content_sha256));
    if (!same) return { state: "other_content" };
    if (known.answer_sealed !== null) return { state: "answered", answer: known.answer_sealed };
    if (performance.now() > deadline) return { state: "in_flight" };
    await sleep(pollMs);
  }
}

/** The key, if it is new or its holder is dead; one statement, so that one of many gets it. */
function take(db: Kysely<Schema>, request: IdempotentRequest, content: Buffer) {
  const { merchant_id, key, operation, seed } = request;
  const locked_until = sql<Date>`now() + make_interval(secs => ${leaseSeconds})`;
  return db
    .insertInto("idempotency_keys")
    .values({ merchant_id, key, operation, content_sha256: content, seed, locked_until })
    .onConflict((conflict) =>
      conflict
        .columns(["merchant_id", "key"])
        .doUpdateSet({ attempt: sql<number>`idempotency_keys.attempt + 1`, locked_until })
        .where("idempotency_keys.answer_sealed", "is", null)
        .where(sql<boolean>`idempotency_keys.locked_until <= now()`)
        .where("idempotency_keys.operation", "=", operation)
        .where("idempotency_keys.content_sha256", "=", content),
    )
    .returning(["seed", "attempt"])
    .executeTakeFirst();
}
