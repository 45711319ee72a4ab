import { expect, test } from "vitest";
import { isInOrder, linesOf, stopUnderLoad } from "../crash/stops.ts";

// Two of what `pnpm crash --stops 50` does.

test("SIGTERM under load ends in order: who is accepted is answered, and nothing is lost", {
  timeout: 120_000,
}, async () => {
  const report = await stopUnderLoad({ seed: 1, times: 2, workers: 8 });
  expect(isInOrder(report), linesOf(report).join("\n")).toBe(true);
  expect(report.answered).toBeGreaterThan(0);
});
