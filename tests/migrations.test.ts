import { migrate, readMigrations } from "@purse/storage";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "./harness/database.ts";

const migrations = await readMigrations();
let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const tables = async () =>
  (await database.db.introspection.getTables()).map(({ name }) => name).toSorted();

test("migrations are numbered in their order", () => {
  const numbers = migrations.map(({ name }) => Number.parseInt(name, 10));
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

test("what has been applied is not applied again", async () => {
  expect(await migrate(database, migrations)).toEqual([]);
});

test("replicas that start at once apply each migration once", async () => {
  const more = {
    name: "9001-more.sql",
    sql: "create table more (id int); create table yet (id int);",
  };
  const replicas = Array.from({ length: 4 }, () => migrate(database, [...migrations, more]));
  const applied = await Promise.all(replicas);
  expect(applied.flat()).toEqual([more.name]);
  await database.sqlTransaction(({ run }) =>
    run("drop table more; drop table yet; delete from schema_migrations where name like '9001%'"),
  );
});

describe("nothing changes when", () => {
  test.each([
    [
      "a migration fails half-way",
      [...migrations, { name: "9002-bad.sql", sql: "create table half (id int); select nonsense" }],
      /nonsense/,
    ],
    [
      "an applied migration was edited",
      migrations.with(0, { name: migrations[0]!.name, sql: "select 1" }),
      /0001.* differs/,
    ],
    ["an applied migration is missing", migrations.slice(1), /0001.* differs/],
    ["the database is newer", migrations.slice(0, -1), /does not know/],
  ])("%s", async (_what, list, message) => {
    const before = await tables();
    await expect(migrate(database, list)).rejects.toThrow(message);
    expect(await tables()).toEqual(before);
    expect(await migrate(database, migrations)).toEqual([]);
  });
});
