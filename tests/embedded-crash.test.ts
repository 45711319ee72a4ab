import { expect, test } from "vitest";
import { killEmbedded } from "./crash/embedded.ts";

test("an embedded Purse that is killed under load loses nothing acknowledged", {
  timeout: 120_000,
}, async () => {
  const report = await killEmbedded({ seed: 1, kills: 2, workers: 8 });
  expect(report.violations).toEqual([]);
  expect(report.acknowledged).toBeGreaterThan(0);
});
