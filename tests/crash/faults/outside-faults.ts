import { operations } from "@purse/sandbox";
import type { Random } from "../random.ts";
import type { Weather } from "../world/tcp-proxy.ts";
import type { FaultKind } from "./fault.ts";

function weather(site: number, forMs: number, kind: Weather): ReturnType<FaultKind> {
  return {
    detail: `replica ${site}, ${JSON.stringify(kind)}`,
    forMs,
    async begin({ sites }) {
      const proxy = sites[site]!.toChannels;
      proxy.weather = kind;
      if (kind.kind === "refusing") proxy.cut();
      return async () => {
        proxy.weather = { kind: "fair" };
      };
    },
  };
}

function mood(random: Random, kind: "failing" | "silent"): ReturnType<FaultKind> {
  return {
    detail: "",
    forMs: random.integer(500, 4000),
    async begin({ receiver }) {
      receiver.mood = kind;
      return async () => {
        receiver.mood = "well";
      };
    },
  };
}

// The load asks for no statements.
const asked = operations.filter((operation) => operation !== "statement");

/** What happens to channels and merchants' receivers, and on the way to them. */
export const outsideFaults = {
  channel_cut: (_random, site) => ({
    detail: `replica ${site}`,
    forMs: 0,
    async begin({ sites }) {
      sites[site]!.toChannels.cut();
      return async () => {};
    },
  }),
  channel_refusing: (random, site) =>
    weather(site, random.integer(300, 3000), { kind: "refusing" }),
  channel_silent: (random, site) => weather(site, random.integer(1000, 6000), { kind: "silent" }),
  channel_slow: (random, site) =>
    weather(site, random.integer(1000, 5000), { kind: "slow", delayMs: random.integer(200, 5000) }),
  channel_truncating: (random, site) =>
    weather(site, random.integer(500, 3000), { kind: "truncating", probability: 0.3 }),
  channel_faults(random) {
    const orders = Array.from({ length: random.integer(3, 12) }, () => ({
      channel: random.pick(["alipay", "wechat"] as const),
      operation: random.pick(asked),
      nth: random.next(),
      times: random.integer(1, 5),
    }));
    return {
      detail: orders.map(({ channel, operation }) => `${channel} ${operation}`).join(", "),
      forMs: random.integer(1000, 4000),
      async begin({ channels }) {
        for (const { channel, operation, nth, times } of orders) {
          const faults = await channels.faultsOf(channel, operation);
          const fault = faults[Math.floor(nth * faults.length)]!;
          await channels.order(channel, operation, fault, times);
        }
        return () => channels.clearFaults();
      },
    };
  },
  receiver_down: (random) => ({
    detail: "",
    forMs: random.integer(500, 5000),
    async begin({ receiver }) {
      await receiver.close();
      return () => receiver.up();
    },
  }),
  receiver_failing: (random) => mood(random, "failing"),
  receiver_silent: (random) => mood(random, "silent"),
} as const satisfies Record<string, FaultKind>;
