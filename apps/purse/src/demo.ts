import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Core } from "@purse/core";
import { z } from "zod";
import { openSandboxAccounts } from "./sandbox.ts";
import { createTrialMerchant, setAccounts, type TrialMerchant } from "./trial-merchant.ts";

const Saved = z.object({
  merchant_id: z.string(),
  api_key: z.string(),
  key_id: z.string(),
  signing_secret: z.string(),
  merchant_wallet_id: z.string(),
  user_wallet_ids: z.array(z.string()).min(1),
  has_accounts: z.literal(true),
});

/**
 * The merchant that `purse start` shows its first request with. A key can't be read back from
 * the database, so it is kept in the data directory, for this user's eyes alone.
 */
export async function demoMerchant(
  core: Core,
  directory: string,
  sandboxUrl: string,
): Promise<TrialMerchant> {
  const file = join(directory, "demo.json");
  const saved = await readSaved(file);
  if (saved !== undefined && (await core.authenticate(saved.api_key)).ok) return saved;
  const merchant = await createTrialMerchant(core, `demo ${new Date().toISOString()}`, 1);
  await setAccounts(core, merchant, await openSandboxAccounts(sandboxUrl));
  const saving = JSON.stringify({ ...merchant, has_accounts: true }, null, 2);
  await writeFile(file, `${saving}\n`, { mode: 0o600 });
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

/** A payment by balance, or through a payment channel that a payer opens. */
export function chargeBody(
  { merchant_wallet_id: wallet_id, user_wallet_ids }: TrialMerchant,
  channel: "balance" | "alipay",
) {
  const payer = channel === "balance" ? { payer_wallet_id: user_wallet_ids[0] } : {};
  return { channel, wallet_id, ...payer, order_no: "order-ORDER", amount: 1250 };
}

/** A request to make a charge, as it can be pasted into a shell; a new order number every time. */
export function curlLine(
  serverUrl: string,
  merchant: TrialMerchant,
  charge: ReturnType<typeof chargeBody>,
): string {
  const body = JSON.stringify(charge).replace("ORDER", `'"$(date +%s)"'`);
  return [
    `curl ${serverUrl}/v1/charges`,
    `-H 'X-API-KEY: ${merchant.api_key}'`,
    `-H 'Content-Type: application/json'`,
    `-d '${body}'`,
  ].join(" \\\n  ");
}
