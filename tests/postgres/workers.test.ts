import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { secretBox } from "@purse/purse";
import { createStorage, migrate, migrateJobs, openPostgres, readMigrations } from "@purse/storage";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../harness/database.ts";

const script = join(import.meta.dirname, "..", "harness", "worker-process.ts");
let database: TestDatabase;
const workers: ChildProcess[] = [];
/** The ids of the jobs that came, and to which worker. */
const came: { id: string; worker: number }[] = [];

beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  for (const worker of workers.splice(0)) {
    if (worker.exitCode !== null || worker.signalCode !== null) continue;
    worker.kill("SIGKILL");
    await once(worker, "exit");
  }
  came.length = 0;
});
afterAll(() => database.close());

/** A process that works; `hangs` never ends what it begins. */
async function startWorkerProcess(hangs: "hangs" | "works"): Promise<ChildProcess> {
  const child = spawn(process.execPath, [script, database.url!, hangs], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const worker = workers.push(child);
  const lines = createInterface({ input: child.stdout });
  lines.on("line", (id) => came.push({ id, worker }));
  await once(lines, "line");
  came.length = 0;
  return child;
}

async function send(ids: readonly string[]): Promise<void> {
  await createStorage(database, secretBox([])).transaction("mer_1", async (tx) => {
    for (const id of ids) await tx.jobs.send({ kind: "charge", id }, 0);
  });
}

test("two workers share 200 jobs and do each of them once", async () => {
  await startWorkerProcess("works");
  await startWorkerProcess("works");
  const ids = Array.from({ length: 200 }, (_, n) => `job ${n}`);
  await send(ids);
  const left = "select id from pgboss.job where name = 'resume' and state <> 'completed'";
  const unfinished = async () => (await database.executeSql(left)).rows.length;
  await expect.poll(unfinished, { timeout: 15_000 }).toBe(0);
  expect(came.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
  expect(new Set(came.map(({ worker }) => worker)).size).toBe(2);
});

test("the job of a killed worker is taken over within 30 s", { timeout: 45_000 }, async () => {
  const killed = await startWorkerProcess("hangs");
  await send(["orphan"]);
  await expect.poll(() => came, { timeout: 6000 }).toEqual([{ id: "orphan", worker: 1 }]);
  killed.kill("SIGKILL");
  await once(killed, "exit");
  await startWorkerProcess("works");
  await expect
    .poll(() => came, { timeout: 30_000, interval: 200 })
    .toEqual([{ id: "orphan", worker: 2 }]);
});

test("replicas that make the schema of jobs at once do not collide", async () => {
  await database.executeSql("drop schema pgboss cascade");
  const replicas = Array.from({ length: 4 }, () =>
    openPostgres({ url: database.url!, onConnectionError: () => {} }),
  );
  try {
    // As `purse serve` does it: on a connection that saw no migration pg-boss's lock is enough.
    await Promise.all(replicas.map(async (replica) => migrate(replica, await readMigrations())));
    await Promise.all(replicas.map((replica) => migrateJobs(replica)));
  } finally {
    for (const replica of replicas) await replica.close();
  }
  const { rows } = await database.executeSql("select name from pgboss.queue order by name");
  expect(rows).toEqual([{ name: "prune" }, { name: "resume" }]);
});
