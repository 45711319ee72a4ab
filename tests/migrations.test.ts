import { migrate, openInMemory, readMigrations } from "@purse/storage";
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

test("a database with somebody else's tables is refused", { timeout: 60_000 }, async () => {
  const foreign = await openInMemory();
  try {
    await foreign.executeSql("create table novels (id int)");
    const migrating = migrate(foreign, migrations);
    await expect(migrating).rejects.toThrow("tables that are not Purse's, such as novels");
    const names = (await foreign.db.introspection.getTables()).map(({ name }) => name);
    expect(names).toEqual(["novels"]);
  } finally {
    await foreign.close();
  }
});

test("0012 counts the lists that are there by state, and tells what became of random keys", async () => {
  const old = await openInMemory();
  try {
    await migrate(old, migrations.slice(0, 11));
    await old.sqlTransaction(({ run }) =>
      run(`
        insert into merchants values ('mer', 'M', 'live');
        insert into wallets (id, merchant_id, type, position)
          values ('wal', 'mer', 'user', next_position('mer', 'wallets'));
        insert into settles values
          ('one', 'mer', 'alipay', 'A', '1234', null, 'unverified'),
          ('two', 'mer', 'alipay', 'A', '1234', null, 'disabled');
        insert into settle_bindings select id, 'wal', 'mer', next_position('wal', 'settles')
          from settles order by id;
        insert into recharges (id, merchant_id, wallet_id, channel, order_no, amount, currency,
            status, method, position, expires_in, expires_at)
          select n, 'mer', 'wal', 'wechat', n, 1, 'CNY', case n % 3 when 0 then 'closed' else
            'waiting' end, 'qr', next_position('wal', 'recharges'), 60, now()
          from generate_series(1, 1030) n;
        insert into random_keys (id, merchant_id, wallet_id, random_key, used_at, expires_at)
          values ('used', 'mer', 'wal', '', now(), now()), ('late', 'mer', 'wal', '', null, now()),
            ('new', 'mer', 'wal', '', null, now() + interval '1 minute')`),
    );
    await migrate(old, migrations);
    const states = await old.executeSql(
      "select list, status, block, total from list_states order by 1, 2, 3",
    );
    expect(states.rows.map((row) => Object.values(row).join(" "))).toEqual([
      "recharges closed 0 341",
      "recharges closed 1 2",
      "recharges waiting 0 683",
      "recharges waiting 1 4",
      "settles disabled 0 1",
      "settles unverified 0 1",
      "wallets active 0 1",
    ]);
    const keys = await old.executeSql("select * from random_keys order by id");
    const views = keys.rows.map((row) => `${row.id} ${row.status} ${row.random_key_sealed}`);
    expect(views).toEqual(["late expired null", "new fresh plain.", "used used null"]);
  } finally {
    await old.close();
  }
});
