import type { LedgerViolation } from "@purse/core";
import type { Config } from "../config.ts";
import { progressOn } from "../progress.ts";
import { withCore } from "../with-core.ts";

/**
 * Proves the ledger's invariants, with its progress on stderr and what is broken on stdout as it
 * is found; with `json` stdout has the report alone. The exit code is 1 when one does not hold.
 */
export async function ledgerCheck(
  config: Config,
  { json }: { readonly json?: true },
): Promise<void> {
  const { onProgress, clear } = progressOn(process.stderr);
  function onViolation({ rule, subject }: LedgerViolation): void {
    if (json === true) return;
    clear();
    console.log(`BROKEN ${subject}: ${rule}`);
  }
  const report = await withCore(config, (core) => core.checkLedger({ onProgress, onViolation }));
  clear();
  if (!report.ok) process.exitCode = 1;
  if (json === true) return console.log(JSON.stringify(report, null, 2));
  const { entries, postings, accounts } = report.checked;
  console.log(`${entries} entries, ${postings} postings, ${accounts} accounts`);
  if (report.ok) console.log("every invariant holds");
}
