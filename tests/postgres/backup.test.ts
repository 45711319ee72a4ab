import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { furnish } from "@purse/purse";
import { openPostgres } from "@purse/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { binaries } from "../crash/world/binaries.ts";
import { administer, urlOf } from "../harness/postgres.ts";
import { usePurse } from "../harness/purse.ts";
import { payment } from "../harness/requests.ts";

const run = promisify(execFile);
const purse = usePurse();
const name = `purse_restored_${randomUUID().slice(0, 8)}`;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "purse-backup-"));
});
afterAll(async () => {
  await rm(directory, { recursive: true });
  await administer(`drop database if exists ${name} with (force)`);
});

test("a dump that is taken under load is restored whole, and its books balance", {
  timeout: 60_000,
}, async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  const acknowledged: string[] = [];
  let over = false;
  async function pay() {
    while (!over) {
      const { data } = await purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
      if (data !== null) acknowledged.push(data.id);
    }
  }
  const paying = Promise.all(Array.from({ length: 4 }, pay));
  await expect.poll(() => acknowledged.length, { timeout: 15_000 }).toBeGreaterThan(20);
  const before = [...acknowledged];
  const bin = await binaries();
  const file = join(directory, "purse.dump");
  await run(join(bin, "pg_dump"), ["-Fc", "-f", file, purse.database.url!]);
  over = true;
  await paying;
  await administer(`create database ${name}`);
  await run(join(bin, "pg_restore"), ["--exit-on-error", "-d", urlOf(name), file]);

  const restored = openPostgres({ url: urlOf(name), onConnectionError: () => {} });
  const house = furnish(restored);
  try {
    expect(await house.isReady()).toBe(true);
    expect(await house.core.checkLedger()).toMatchObject({ ok: true, violations: [] });
    const { rows } = await restored.executeSql("select id from charges");
    const there = new Set(rows.map(({ id }) => id));
    // All that was acknowledged before it began, and nothing that nobody asked for.
    expect(before.filter((id) => !there.has(id))).toEqual([]);
    expect(acknowledged.length).toBeGreaterThanOrEqual(there.size);
  } finally {
    await house.close();
  }
});
