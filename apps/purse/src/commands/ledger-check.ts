import type { LedgerListener, LedgerReport, LedgerViolation } from "@purse/core";
import { DirectoryInUse } from "@purse/storage";
import type { Config } from "../config.ts";
import { gatewayClient } from "../gateway-client.ts";
import { readProfile } from "../profile.ts";
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
  const report = await check(config, { onProgress, onViolation });
  clear();
  if (!report.ok) process.exitCode = 1;
  if (json === true) return console.log(JSON.stringify(report, null, 2));
  const { entries, postings, accounts } = report.checked;
  console.log(`${entries} entries, ${postings} postings, ${accounts} accounts`);
  if (report.ok) console.log("every invariant holds");
}

async function check(config: Config, listener: Required<LedgerListener>): Promise<LedgerReport> {
  try {
    return await withCore(config, (core) => core.checkLedger(listener));
  } catch (error) {
    if (!(error instanceof DirectoryInUse)) throw error;
    return checkInUse(config, listener, error);
  }
}

/** Has the Purse check that has the embedded database open; it tells what is broken at the end. */
async function checkInUse(
  config: Config,
  { onProgress, onViolation }: Required<LedgerListener>,
  inUse: DirectoryInUse,
): Promise<LedgerReport> {
  const { ledger } = gatewayClient(await readProfile(config)).operator;
  // Whoever watches tries for ever to reach a gateway that is not there.
  await ledger.checks.query({ count: 1 }).catch(() => {
    throw inUse;
  });
  const report = await new Promise<LedgerReport>((resolve, reject) => {
    const watching = ledger.watch.subscribe(undefined, {
      onData({ progress, report }) {
        if (progress !== null) return onProgress(progress);
        watching.unsubscribe();
        resolve(report);
      },
      onError: reject,
    });
  });
  for (const violation of report.violations) onViolation(violation);
  return report;
}
