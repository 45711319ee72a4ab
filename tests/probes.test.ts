import { expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { openPurse, usePurse } from "./harness/purse.ts";

const purse = usePurse();
const gateway = useGateway(purse);

const probe = async (url: string, path: string) => {
  const response = await fetch(url + path);
  const { code, data } = (await response.json()) as { code: number; data: unknown };
  return [response.status, code, data];
};
const alive = [200, 0, { status: "alive" }];
const ready = [200, 0, { status: "ready" }];
const unready = [503, 200011, null];

test("both listeners are alive and ready", async () => {
  for (const { url } of [purse, gateway]) {
    expect(await probe(url, "/healthz")).toEqual(alive);
    expect(await probe(url, "/readyz")).toEqual(ready);
    const head = await fetch(`${url}/readyz`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
  }
});

test("without a migration or pg-boss's tables they are alive, and not ready", async () => {
  const { executeSql } = purse.database;
  const expectUnready = async () => {
    for (const { url } of [purse, gateway]) {
      expect(await probe(url, "/healthz")).toEqual(alive);
      expect(await probe(url, "/readyz")).toEqual(unready);
    }
  };
  await executeSql("update schema_migrations set name = name || '.gone' where name ~ '^0003'");
  await expectUnready();
  await executeSql("update schema_migrations set name = replace(name, '.gone', '')");
  await executeSql("alter schema pgboss rename to pgboss_gone");
  await expectUnready();
  await executeSql("alter schema pgboss_gone rename to pgboss");
  // A newer version's migrations are no trouble: replicas of both run side by side.
  await executeSql("insert into schema_migrations values ('9999-later.sql', '')");
  for (const { url } of [purse, gateway]) expect(await probe(url, "/readyz")).toEqual(ready);
});

test("without their database they are alive, and not ready", async () => {
  const lost = await openPurse();
  await lost.database.close();
  expect(await probe(lost.url, "/healthz")).toEqual(alive);
  expect(await probe(lost.url, "/readyz")).toEqual(unready);
  expect((await fetch(`${lost.url}/readyz`)).headers.get("Retry-After")).toBe("1");
  await lost.close().catch(() => {});
});
