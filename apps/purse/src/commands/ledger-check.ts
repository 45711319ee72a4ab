import type { LedgerProgress } from "@purse/core";
import type { Config } from "../config.ts";
import { withCore } from "../with-core.ts";

/** Proves the ledger's invariants, telling of each as it goes; the exit code is 1 when one fails. */
export async function ledgerCheck(
  config: Config,
  { json }: { readonly json?: true },
): Promise<void> {
  const tell = json === true ? undefined : tellProgress;
  const report = await withCore(config, (core) => core.checkLedger(tell));
  if (!report.ok) process.exitCode = 1;
  if (json === true) return console.log(JSON.stringify(report, null, 2));
  const { entries, postings, accounts } = report.checked;
  console.log(`${entries} entries, ${postings} postings, ${accounts} accounts`);
  if (report.ok) console.log("every invariant holds");
}

function tellProgress({ rule, done, rules, violations }: LedgerProgress): void {
  console.log(`${done}/${rules} ${rule}`);
  for (const { subject } of violations) console.log(`BROKEN ${subject}: ${rule}`);
}
