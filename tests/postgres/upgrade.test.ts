import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { migrate, openPostgres, readMigrations } from "@purse/storage";
import { afterAll, expect, test } from "vitest";
import { upgrade } from "../crash/upgrade/upgrade.ts";
import { openTestDatabase } from "../harness/database.ts";
import { administer, urlOf } from "../harness/postgres.ts";

// A few of what `pnpm crash --upgrades` does with each earlier schema and many more rows.

const made: string[] = [];
afterAll(async () => {
  for (const name of made) await administer(`drop database if exists ${name} with (force)`);
});

async function newDatabase(): Promise<string> {
  const name = `purse_upgraded_${randomUUID().slice(0, 8)}`;
  made.push(name);
  await administer(`create database ${name}`);
  return urlOf(name);
}

const migrations = await readMigrations();

// Behind these come migrations that change tables which everybody writes, and the last one.
test.concurrent.each([8, 11, 15, migrations.length - 1])(
  "payments go on while the schema of migration %i becomes today's",
  async (from) => {
    const report = await upgrade(await newDatabase(), { from, movements: 300 });
    expect(report.wrong).toEqual([]);
    expect(report.payments).toBeGreaterThan(0);
  },
);

const more = { name: "9001-more.sql", sql: "alter table wallets add column more integer" };

/** A fresh database, a connection for the migration and another for those who work beside it. */
async function beside() {
  const database = await openTestDatabase();
  const other = openPostgres({ url: database.url!, onConnectionError: () => {} });
  const close = async () => {
    await other.close();
    await database.close();
  };
  return { database, other, migrate: () => migrate(database, [...migrations, more]), close };
}

test("a migration that waits for a table in use lets others have it meanwhile", async () => {
  const { database, other, ...to } = await beside();
  try {
    let longestMs = 0;
    let over = false;
    const migrating = other.sqlTransaction(async ({ run }) => {
      // As a dump has it, for as long as it takes.
      await run("lock table wallets in access share mode");
      const waiting = to.migrate();
      await sleep(2500);
      return [waiting] as const;
    });
    const reading = (async () => {
      while (!over) {
        const since = performance.now();
        await database.executeSql("select count(*) from wallets");
        longestMs = Math.max(longestMs, performance.now() - since);
        await sleep(10);
      }
    })();
    const [migrated] = await migrating;
    expect(await migrated).toEqual([more.name]);
    over = true;
    await reading;
    expect(longestMs).toBeLessThan(2000);
  } finally {
    await to.close();
  }
});

test.concurrent.each([
  ["transfers", "list_sizes"],
  ["charges", "webhook_endpoints"],
  ["withdrawals", "idempotency_keys"],
  ["wallets", "channel_accounts"],
])("a migration gets through at once behind who has %s and comes to %s", async (first, then) => {
  const { other, ...to } = await beside();
  try {
    const since = performance.now();
    const migrating = other.sqlTransaction(async ({ run }) => {
      await run(`lock table ${first} in row exclusive mode`);
      const waiting = to.migrate();
      await sleep(300);
      await run(`lock table ${then} in row exclusive mode`);
      return [waiting] as const;
    });
    expect(await (await migrating)[0]).toEqual([more.name]);
    expect(performance.now() - since).toBeLessThan(2000);
  } finally {
    await to.close();
  }
});

test("a migration steps back before it ends somebody's transaction as deadlocked", async () => {
  const { other, ...to } = await beside();
  try {
    const [migrating] = await other.sqlTransaction(async (one) => {
      await one.run("lock table wallets in row exclusive mode");
      const backwards = other.sqlTransaction(async ({ run }) => {
        await run("lock table events in row exclusive mode");
        await sleep(200);
        await run("lock table charges in row exclusive mode");
      });
      await sleep(100);
      const waiting = to.migrate();
      // Until then it waits here, and only then for whom it holds up.
      await sleep(600);
      return [Promise.all([waiting, backwards])] as const;
    });
    expect((await migrating)[0]).toEqual([more.name]);
  } finally {
    await to.close();
  }
});
