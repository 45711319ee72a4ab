import type { Weather } from "../world/tcp-proxy.ts";
import type { FaultKind } from "./fault.ts";
import { repeat } from "./repeat.ts";

function weather(site: number, forMs: number, kind: Weather): ReturnType<FaultKind> {
  return {
    detail: `replica ${site}, ${JSON.stringify(kind)}`,
    forMs,
    async begin({ sites }) {
      const proxy = sites[site]!.toDatabase;
      proxy.weather = kind;
      if (kind.kind === "refusing") proxy.cut();
      return async () => {
        proxy.weather = { kind: "fair" };
      };
    },
  };
}

/** Ends all sessions but its own. */
export const endSessions = `select pg_terminate_backend(pid) from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid()`;
export const endSessionsEveryMs = 200;

/** What happens to PostgreSQL, and on the way to it. */
export const databaseFaults = {
  kill_database: (random) => ({
    detail: "",
    forMs: random.integer(0, 1000),
    async begin({ cluster }) {
      await cluster.kill();
      return () => cluster.start();
    },
  }),
  end_sessions: (random) => ({
    detail: "",
    forMs: random.integer(400, 3000),
    async begin({ cluster, database }) {
      return repeat(() => cluster.query(database, endSessions), endSessionsEveryMs);
    },
  }),
  lock_tables: (random) => ({
    detail: "",
    forMs: random.integer(500, 4000),
    async begin({ cluster, database }) {
      const locked = cluster.lock(database, "accounts, idempotency_keys");
      return async () => (await locked)();
    },
  }),
  disk_full: (random) => ({
    detail: "",
    forMs: random.integer(500, 2000),
    async begin({ cluster }) {
      await cluster.disk?.fill();
      return async () => {
        await cluster.disk?.free();
        // Without room for its log PostgreSQL ends; otherwise this finds it there.
        await cluster.start();
      };
    },
  }),
  database_cut: (_random, site) => ({
    detail: `replica ${site}`,
    forMs: 0,
    async begin({ sites }) {
      sites[site]!.toDatabase.cut();
      return async () => {};
    },
  }),
  database_dead: (random, site) => ({
    detail: `replica ${site}`,
    forMs: random.integer(500, 2000),
    async begin({ sites }) {
      // Those connections never say another word, and nobody says that they are gone.
      const proxy = sites[site]!.toDatabase;
      proxy.weather = { kind: "silent" };
      return async () => {
        proxy.abandon();
        proxy.weather = { kind: "fair" };
      };
    },
  }),
  database_refusing: (random, site) =>
    weather(site, random.integer(300, 3000), { kind: "refusing" }),
  database_silent: (random, site) => weather(site, random.integer(500, 7000), { kind: "silent" }),
  database_slow: (random, site) =>
    weather(site, random.integer(1000, 4000), { kind: "slow", delayMs: random.integer(20, 400) }),
  database_truncating: (random, site) =>
    weather(site, random.integer(500, 3000), { kind: "truncating", probability: 0.05 }),
  lost_commits: (random, site) =>
    weather(site, random.integer(1000, 4000), { kind: "swallowing commits", probability: 0.2 }),
} as const satisfies Record<string, FaultKind>;
