import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { chmod, chown, mkdir, readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { createTrialMerchant, furnish, type House, type TrialMerchant } from "@purse/purse";
import { migrate, migrateJobs, openPostgres, readMigrations } from "@purse/storage";
import { binaries, Cluster, freePort } from "@purse/test-postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../harness/command.ts";
import { payment } from "../harness/requests.ts";

// The commands are those of docs/operations.md.

const run = promisify(execFile);
const page = await readFile(join(import.meta.dirname, "../../docs/operations.md"), "utf8");
const [section] = /## Backup and restore[\s\S]*?\n## /.exec(page)!;
const blocks = [...section.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, block]) => block!);
const [dump, restoreDump, settings, baseBackup, restoreLog, toMoment, check] = blocks as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];

let cluster: Cluster;
let house: House;
let merchant: TrialMerchant;
let backup: string;

beforeAll(async () => {
  cluster = await Cluster.open({
    settings(directory) {
      const lines = settings.trim().replaceAll("/backup", join(directory, "backup")).split("\n");
      return Object.fromEntries(lines.map((line) => line.replaceAll("'", "").split(" = ")));
    },
  });
  backup = await folder("backup");
  await folder("backup/wal");
  await cluster.query("postgres", "create database purse");
  const database = openPostgres({ url: cluster.urlOf("purse"), onConnectionError: () => {} });
  await migrate(database, await readMigrations());
  await migrateJobs(database);
  house = furnish(database);
  merchant = await createTrialMerchant(house.core, "merchant", 2);
}, 60_000);
afterAll(async () => {
  await house.close();
  await cluster.close();
});

/** Makes a folder beside the cluster, for whoever runs PostgreSQL. */
async function folder(name: string): Promise<string> {
  const path = join(cluster.directory, name);
  await mkdir(path);
  await chmod(path, 0o700);
  if (cluster.user !== undefined) await chown(path, cluster.user.uid, cluster.user.gid);
  return path;
}

/** Runs commands of the page as the user who runs PostgreSQL. */
async function shell(commands: string, more: NodeJS.ProcessEnv = {}): Promise<void> {
  const PATH = `${await binaries()}${delimiter}${process.env.PATH}`;
  const env = { ...process.env, PATH, DATABASE_URL: cluster.urlOf("purse"), ...more };
  const script = commands.replaceAll("/backup", backup);
  await run("bash", ["-euc", script], { ...cluster.user, cwd: cluster.directory, env });
}

/** Runs the page's check; it throws where the books do not balance. */
async function checkBooks(url: string): Promise<void> {
  const command = check.replace("npx pnpm purse", `"${process.execPath}" "${main}"`);
  await run("bash", ["-euc", command], { env: { ...process.env, RESTORED_URL: url } });
}

async function ordersAt(url: string): Promise<ReadonlySet<string>> {
  const restored = openPostgres({ url, onConnectionError: () => {} });
  try {
    const { rows } = await restored.executeSql("select order_no from charges");
    return new Set(rows.map(({ order_no }) => String(order_no)));
  } finally {
    await restored.close();
  }
}

/** Four payers at work until it is stopped, or the database is gone. */
async function load() {
  const caller = await house.core.authenticate(merchant.api_key);
  if (!caller.ok) throw caller.error;
  const create = house.core.operations.find(({ id }) => id === "charges.create")!;
  const [begun, acknowledged]: [string[], string[]] = [[], []];
  let over = false;
  async function pay() {
    while (!over) {
      const body = { ...payment(merchant), order_no: randomUUID() };
      begun.push(body.order_no);
      const result = await create.call(caller.ok ? caller.data : undefined, { body });
      if (!result.ok) return;
      acknowledged.push(body.order_no);
    }
  }
  const paying = Promise.all(Array.from({ length: 4 }, pay));
  return {
    begun,
    acknowledged,
    more: (count: number) => {
      const least = acknowledged.length + count;
      return expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(least);
    },
    end() {
      over = true;
      return paying;
    },
  };
}

test("a dump that is taken under load is restored whole, and its books balance", {
  timeout: 60_000,
}, async () => {
  const payers = await load();
  await payers.more(20);
  const before = [...payers.acknowledged];
  await shell(dump);
  await payers.end();
  const url = cluster.urlOf("purse_restored");
  await shell(restoreDump, { RESTORED_URL: url });
  await checkBooks(url);
  const there = await ordersAt(url);
  // All that was acknowledged before it began, and nothing that nobody asked for.
  expect(before.filter((no) => !there.has(no))).toEqual([]);
  expect([...there].filter((no) => !payers.begun.includes(no))).toEqual([]);
});

test("behind a crash the log restores everything, or everything until a moment", {
  timeout: 120_000,
}, async () => {
  const payers = await load();
  await payers.more(20);
  await shell(baseBackup);
  await payers.more(20);
  const before = [...payers.acknowledged];
  const { rows } = await cluster.query("purse", "select clock_timestamp()::text as moment");
  const begunBefore = payers.begun.length;
  await payers.more(20);
  await cluster.kill();
  await payers.end();

  async function restore(name: string, commands: string, more: NodeJS.ProcessEnv = {}) {
    const [PGDATA, port] = [await folder(name), await freePort()];
    const places = { PGDATA, PGPORT: String(port), LOST_PGDATA: cluster.data };
    const url = cluster.urlOf("purse", port);
    try {
      await shell(commands, { ...places, ...more });
      await checkBooks(url);
      return await ordersAt(url);
    } finally {
      await shell("pg_ctl stop -m immediate || true", places);
    }
  }
  const last = await restore("last", restoreLog);
  expect(payers.acknowledged.filter((no) => !last.has(no))).toEqual([]);
  const steps = restoreLog.trim().split("\n");
  const commands = [...steps.slice(0, -1), toMoment, steps.at(-1)].join("\n");
  const then = await restore("then", commands, { MOMENT: rows[0].moment });
  expect(before.filter((no) => !then.has(no))).toEqual([]);
  expect(payers.begun.slice(begunBefore).filter((no) => then.has(no))).toEqual([]);
});
