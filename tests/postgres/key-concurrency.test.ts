import { randomUUID } from "node:crypto";
import { createKey } from "@purse/core";
import { keySlots } from "@purse/storage";
import { sql } from "kysely";
import { afterEach, expect, test } from "vitest";
import { usePurse } from "../harness/purse.ts";

const purse = usePurse();
const limit = 40;
const replicas: ReturnType<typeof keySlots>[] = [];
const replica = () => {
  const made = keySlots(purse.database.db, limit);
  replicas.push(made);
  return made;
};
afterEach(async () => {
  for (const each of replicas.splice(0)) await each.close();
});

/** A key that nobody has called with yet. */
async function keyId(): Promise<string> {
  const merchant = { merchant_name: randomUUID(), mode: "test" } as const;
  const made = await purse.house.core.operate("test", (scope) => createKey(scope, merchant));
  if (!made.ok) throw made.error;
  return made.data.key.id;
}

type Leave = (() => void) | undefined;
const entered = (leaves: readonly Leave[]) => leaves.filter((leave) => leave !== undefined);

/** Comes to two replicas with ever more requests, so many of ten to the first. */
async function storm(id: string, toFirst: number): Promise<Leave[]> {
  const [first, second] = [replica(), replica()];
  const requests = Array.from({ length: 300 }, (_, number) =>
    (number % 10 < toFirst ? first : second).enter(id),
  );
  return Promise.all(requests);
}

test.each([5, 8, 10])(
  "two replicas together reach a key's limit, %i of 10 at one",
  async (part) => {
    const leaves = entered(await storm(await keyId(), part));
    expect(leaves.length).toBeLessThanOrEqual(limit);
    expect(leaves.length).toBeGreaterThanOrEqual(limit * 0.9);
    for (const leave of leaves) leave();
  },
);

test("what one replica no longer needs the other has within two seconds", async () => {
  const id = await keyId();
  const [first, second] = [replica(), replica()];
  const all = Array.from({ length: limit }, () => first.enter(id));
  const leaves = entered(await Promise.all(all));
  expect(leaves).toHaveLength(limit);
  expect(await second.enter(id)).toBeUndefined();
  for (const leave of leaves) leave();
  await expect
    .poll(() => second.enter(id), { timeout: 3000, interval: 100 })
    .toBeTypeOf("function");
});

test("what a dead replica had comes back when its share runs out", async () => {
  const id = await keyId();
  await sql`insert into key_slots values
    (${id}, 'dead', ${limit}, clock_timestamp() + interval '1 second')`.execute(purse.database.db);
  const living = replica();
  expect(await living.enter(id)).toBeUndefined();
  await expect
    .poll(() => living.enter(id), { timeout: 3000, interval: 100 })
    .toBeTypeOf("function");
});
