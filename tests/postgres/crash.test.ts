import { expect, test } from "vitest";
import { runSession } from "../crash/session.ts";

// A few rounds of `pnpm crash`, always the same, each with a cluster and replicas of its own.

const limitMs = 180_000;

test("nothing is lost and nothing is done twice, whatever is killed", {
  timeout: limitMs,
}, async () => {
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const rounds = { seed: 1, rounds: 2, minutes: 1, workers: 8, settleMs: 60_000 };
  const only = ["kill_server", "kill_database", "lost_commits", "channel_faults"] as const;
  const held = await runSession({ ...rounds, only, print });
  expect(held, lines.join("\n")).toBe(true);
});
