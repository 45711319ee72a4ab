import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Database,
  migrate,
  migrateJobs,
  openPostgres,
  readMigrations,
  snapshotOf,
} from "@purse/storage";
import type { TestProject } from "vitest/node";
import { administer, urlOf } from "./postgres.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A migrated database to copy: a file of the embedded one, or a PostgreSQL template. */
    prepared: { readonly snapshot: string } | { readonly template: string };
  }
}

/** Migrates one database; every test file works on a copy of it. */
export default async function prepareDatabase(project: TestProject): Promise<() => Promise<void>> {
  return process.env.DATABASE_URL === undefined
    ? prepareSnapshot(project)
    : prepareTemplate(project);
}

async function prepareSnapshot(project: TestProject) {
  const directory = await mkdtemp(join(tmpdir(), "purse-tests-"));
  const snapshot = await snapshotOf(makeSchema);
  const file = join(directory, "snapshot.tar");
  await writeFile(file, new Uint8Array(await snapshot.arrayBuffer()));
  project.provide("prepared", { snapshot: file });
  return () => rm(directory, { recursive: true });
}

async function prepareTemplate(project: TestProject) {
  const template = `purse_template_${randomBytes(6).toString("hex")}`;
  await administer(`create database ${template}`);
  const database = openPostgres({ url: urlOf(template), onConnectionError: () => {} });
  await makeSchema(database);
  await database.close();
  project.provide("prepared", { template });
  return () => administer(`drop database ${template}`);
}

async function makeSchema(database: Database): Promise<void> {
  await migrate(database, await readMigrations());
  await migrateJobs(database);
}
