import type { Job, Tx } from "@purse/core";
import { secretBox } from "@purse/purse";
import { createStorage, startWorker } from "@purse/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "./harness/database.ts";

let database: TestDatabase;
let stop: () => Promise<void>;
/** When each object's job came, by the object's id. */
const came = new Map<string, number[]>();
const times = (id: string) => came.get(id) ?? [];
/** What a test does when its job comes for the nth time. */
const handlers = new Map<string, (nth: number) => Promise<number | undefined>>();

beforeAll(async () => {
  database = await openTestDatabase();
  stop = await startWorker(database, {
    async handle({ kind, merchant_id, id }: Job) {
      expect([kind, merchant_id]).toEqual(["refund", "mer_1"]);
      came.set(id, [...times(id), performance.now()]);
      return handlers.get(id)?.(times(id).length);
    },
    onError(error) {
      throw error;
    },
  });
});
afterAll(async () => {
  await stop();
  await database.close();
});

function inTransaction(work: (tx: Tx) => Promise<void>): Promise<void> {
  return createStorage(database, secretBox([])).transaction("mer_1", work);
}

function send(id: string, afterSeconds = 0): Promise<void> {
  return inTransaction((tx) => tx.jobs.send({ kind: "refund", id }, afterSeconds));
}

test.concurrent("a job runs once, after its time, if its transaction commits", async ({
  expect,
}) => {
  const undone = inTransaction(async (tx) => {
    await tx.jobs.send({ kind: "refund", id: "undone" }, 0);
    throw new Error("undo");
  });
  await expect(undone).rejects.toThrow("undo");
  const sent = performance.now();
  await send("soon");
  await send("later", 3);
  await expect.poll(() => times("later"), { timeout: 9000 }).toHaveLength(1);
  expect(times("later")[0]! - sent).toBeGreaterThan(2900);
  expect([times("soon").length, times("undone").length]).toEqual([1, 0]);
});

test.concurrent("an object that has not ended comes again, until it has", async ({ expect }) => {
  handlers.set("open", async (nth) => (nth < 3 ? 1 : undefined));
  await send("open");
  await expect.poll(() => times("open"), { timeout: 12_000 }).toHaveLength(3);
  expect(times("open")[1]! - times("open")[0]!).toBeGreaterThan(900);
  const left = "select id from pgboss.job where data->>'id' = 'open' and state <> 'completed'";
  await expect.poll(async () => (await database.executeSql(left)).rows).toEqual([]);
});

test.concurrent("a handler that throws is called again", async ({ expect }) => {
  handlers.set("failing", async (nth) => {
    if (nth === 1) throw new Error("not now");
    return undefined;
  });
  await send("failing");
  await expect.poll(() => times("failing"), { timeout: 12_000 }).toHaveLength(2);
});

test.concurrent("a burst is worked off without a pause between jobs", async ({ expect }) => {
  const ids = Array.from({ length: 40 }, (_, n) => `burst ${n}`);
  await inTransaction(async (tx) => {
    for (const id of ids) await tx.jobs.send({ kind: "refund", id }, 0);
  });
  await expect.poll(() => ids.flatMap(times), { timeout: 6000 }).toHaveLength(40);
});

test("a job that another worker has taken over by now is not sent again by the first", async () => {
  handlers.set("lost", async () => {
    await database.executeSql(
      "update pgboss.job set retry_count = retry_count + 1 where data->>'id' = 'lost'",
    );
    return 60;
  });
  await send("lost");
  await expect.poll(() => times("lost"), { timeout: 6000 }).toHaveLength(1);
  await send("marker");
  await expect.poll(() => times("marker"), { timeout: 6000 }).toHaveLength(1);
  const { rows } = await database.executeSql(
    "select state from pgboss.job where data->>'id' = 'lost'",
  );
  expect(rows).toEqual([{ state: "active" }]);
});

test("closing waits for what is in hand", async () => {
  let ended = false;
  handlers.set("slow", async () => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    ended = true;
    return undefined;
  });
  await send("slow");
  await expect.poll(() => times("slow"), { timeout: 6000 }).toHaveLength(1);
  await stop();
  expect(ended).toBe(true);
});
