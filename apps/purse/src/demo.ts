import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Core } from "@purse/core";
import { z } from "zod";
import { createTrialMerchant, type TrialMerchant } from "./trial-merchant.ts";

const Saved = z.object({
  merchant_id: z.string(),
  api_key: z.string(),
  key_id: z.string(),
  signing_secret: z.string(),
  merchant_wallet_id: z.string(),
  user_wallet_ids: z.array(z.string()).min(1),
});

/**
 * The merchant that `purse start` shows its first request with. A key can't be read back from
 * the database, so it is kept in the data directory, for this user's eyes alone.
 */
export async function demoMerchant(core: Core, directory: string): Promise<TrialMerchant> {
  const file = join(directory, "demo.json");
  const saved = await readSaved(file);
  if (saved !== undefined && (await core.authenticate(saved.api_key)).ok) return saved;
  const merchant = await createTrialMerchant(core, `demo ${new Date().toISOString()}`, 1);
  await writeFile(file, `${JSON.stringify(merchant, null, 2)}\n`, { mode: 0o600 });
  return merchant;
}

async function readSaved(file: string): Promise<TrialMerchant | undefined> {
  try {
    return Saved.parse(JSON.parse(await readFile(file, "utf8")));
  } catch {
    // Missing or not ours: a new one takes its place.
    return undefined;
  }
}

/** The first request, as it can be pasted into a shell. A new order number every time. */
export function curlLine(serverUrl: string, merchant: TrialMerchant): string {
  const body = JSON.stringify({
    channel: "balance",
    wallet_id: merchant.merchant_wallet_id,
    payer_wallet_id: merchant.user_wallet_ids[0],
    order_no: "order-ORDER",
    amount: 1250,
  }).replace("ORDER", `'"$(date +%s)"'`);
  return [
    `curl ${serverUrl}/v1/charges`,
    `-H 'X-API-KEY: ${merchant.api_key}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${body}'`,
  ].join(" \\\n  ");
}
