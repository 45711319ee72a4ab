import type { Random } from "../random.ts";
import type { FaultKind } from "./fault.ts";

/** Longer than a request, a lease on a key, and a job's heartbeat may last. */
const beyondLimitsMs = 13_000;

function stop(random: Random, site: number, min: number, max: number): ReturnType<FaultKind> {
  return {
    detail: `replica ${site}`,
    forMs: random.integer(min, max),
    async begin({ sites }) {
      sites[site]!.replica.signal("SIGSTOP");
      return async () => sites[site]!.replica.signal("SIGCONT");
    },
  };
}

/** What happens to the product's own processes. */
export const serverFaults = {
  kill_server: (random, site) => ({
    detail: `replica ${site}`,
    forMs: random.integer(0, 1500),
    async begin({ sites }) {
      await sites[site]!.replica.kill();
      return () => sites[site]!.replica.start();
    },
  }),
  kill_all_servers: (random) => ({
    detail: "",
    forMs: random.integer(0, 800),
    async begin({ sites }) {
      await Promise.all(sites.map(({ replica }) => replica.kill()));
      return async () => {
        await Promise.all(sites.map(({ replica }) => replica.start()));
      };
    },
  }),
  end_server: (random, site) => ({
    detail: `replica ${site}`,
    forMs: random.integer(0, 500),
    async begin({ sites }) {
      // One that is stopped at this moment cannot end in order.
      sites[site]!.replica.signal("SIGCONT");
      await sites[site]!.replica.end();
      return () => sites[site]!.replica.start();
    },
  }),
  stop_server: (random, site) => stop(random, site, 500, 3000),
  stop_server_beyond_limits: (random, site) =>
    stop(random, site, beyondLimitsMs, beyondLimitsMs + 1000),
  clock_jump(random, site) {
    const seconds = random.pick([-86_400, -3600, -400, -20, 20, 400, 3600, 86_400]);
    return {
      detail: `replica ${site}, ${seconds} s`,
      forMs: random.integer(1500, 4000),
      async begin({ sites }) {
        await sites[site]!.replica.setClock(seconds);
        return () => sites[site]!.replica.setClock(0);
      },
    };
  },
} as const satisfies Record<string, FaultKind>;
