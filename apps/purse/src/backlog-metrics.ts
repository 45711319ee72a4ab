import { type Backlog, type Figures, openKinds } from "@purse/storage";
import { Gauge, type Registry } from "prom-client";

/** How old figures of the database may be, in milliseconds: several scrapes ask it once. */
const freshMs = 5000;

/**
 * Gauges of what waits in the database; what it answers brings them up to date. While the database
 * does not answer they have no value, rather than their last.
 */
export function backlogMetrics(
  registers: Registry[],
  readFigures: () => Promise<Figures>,
): () => Promise<void> {
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers });
  const up = gauge("purse_database_up", "1 when the database answered this process");
  const backlogs = {
    jobs: backlogGauges("purse_jobs_due", "jobs whose time has come and that no worker has taken"),
    deliveries: backlogGauges("purse_webhook_deliveries_waiting", "webhooks not yet delivered"),
    open: backlogGauges("purse_open_outcomes", "movements without an outcome yet", ["kind"]),
  };
  const checked = {
    age: gauge("purse_ledger_check_age_seconds", "Since the last check of the ledger"),
    violations: gauge("purse_ledger_check_violations", "Rows that broke a rule then; 0 is good"),
    entries: gauge("purse_ledger_check_entries", "Ledger entries that it looked at"),
  };

  function backlogGauges(name: string, what: string, labelNames: string[] = []) {
    const count = gauge(name, `How many ${what}`, labelNames);
    const oldest = gauge(`${name}_oldest_seconds`, `Age of the oldest of the ${what}`, labelNames);
    return (backlog: Backlog | undefined, labels = {}) => {
      count.set(labels, backlog?.count ?? Number.NaN);
      oldest.set(labels, backlog?.oldest_seconds ?? Number.NaN);
    };
  }

  function show(figures: Figures | undefined): void {
    up.set(figures === undefined ? 0 : 1);
    backlogs.jobs(figures?.jobs);
    backlogs.deliveries(figures?.deliveries);
    for (const kind of openKinds) backlogs.open(figures?.open.get(kind), { kind });
    const check = figures?.ledgerCheck;
    checked.age.set(check?.age_seconds ?? Number.NaN);
    checked.violations.set(check?.violations ?? Number.NaN);
    checked.entries.set(check?.entries ?? Number.NaN);
  }

  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<void> | undefined;
  return () => {
    if (performance.now() - readAt < freshMs) return reading ?? Promise.resolve();
    readAt = performance.now();
    reading = readFigures().then(show, () => show(undefined));
    return reading;
  };
}
