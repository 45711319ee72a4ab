import { type Figures, openKinds } from "@purse/storage";
import { Registry } from "prom-client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backlogMetrics } from "./backlog-metrics.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

const none = { count: 0, oldest_seconds: 0 };
const figures: Figures = {
  jobs: { count: 3, oldest_seconds: 61.5 },
  deliveries: none,
  open: new Map(openKinds.map((kind) => [kind, none])),
  ledgerCheck: undefined,
};

test("the database is asked once by several, and has no figures while it is away", async () => {
  const register = new Registry();
  let asked = 0;
  let isAway = false;
  const refresh = backlogMetrics([register], async () => {
    asked += 1;
    if (isAway) throw new Error("away");
    return figures;
  });
  await Promise.all([refresh(), refresh(), refresh()]);
  expect(asked).toBe(1);
  const text = await register.metrics();
  expect(text).toContain("\npurse_database_up 1\n");
  expect(text).toContain("\npurse_jobs_due 3\n");
  expect(text).toContain("\npurse_jobs_due_oldest_seconds 61.5\n");
  expect(text).toContain('\npurse_open_outcomes{kind="refund"} 0\n');
  expect(text).toContain("\npurse_ledger_check_violations Nan\n");

  isAway = true;
  vi.advanceTimersByTime(5000);
  await refresh();
  const later = await register.metrics();
  expect(later).toContain("\npurse_database_up 0\n");
  expect(later).toContain("\npurse_jobs_due Nan\n");
  expect(later).toContain('\npurse_open_outcomes{kind="refund"} Nan\n');
});
