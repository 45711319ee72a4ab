import type { Config } from "../config.ts";
import { withCore } from "../with-core.ts";

/** Proves the ledger's invariants; the exit code is 1 when one fails. */
export async function ledgerCheck(
  config: Config,
  { json }: { readonly json?: true },
): Promise<void> {
  const report = await withCore(config, (core) => core.checkLedger());
  if (!report.ok) process.exitCode = 1;
  if (json === true) return console.log(JSON.stringify(report, null, 2));
  const { entries, postings, accounts } = report.checked;
  console.log(`${entries} entries, ${postings} postings, ${accounts} accounts`);
  for (const { rule, subject } of report.violations) console.log(`BROKEN ${subject}: ${rule}`);
  if (report.ok) console.log("every invariant holds");
}
