import type { Config } from "../config.ts";
import { createTrialMerchant, trialFunds } from "../trial-merchant.ts";
import { withCore } from "../with-core.ts";

/** Two test merchants with a key, a merchant wallet and two funded user wallets each. */
export async function seed(config: Config, { json }: { readonly json?: true }): Promise<void> {
  const run = new Date().toISOString();
  const merchants = await withCore(config, async (core) => [
    await createTrialMerchant(core, `seed 1 ${run}`, 2),
    await createTrialMerchant(core, `seed 2 ${run}`, 2),
  ]);
  if (json === true) return console.log(JSON.stringify({ merchants }, null, 2));
  for (const merchant of merchants) {
    console.log(`${merchant.merchant_id}
  X-API-KEY        ${merchant.api_key}
  key id           ${merchant.key_id}
  signing secret   ${merchant.signing_secret}
  merchant wallet  ${merchant.merchant_wallet_id}
  user wallets     ${merchant.user_wallet_ids.join(" ")}, ${trialFunds} fen each`);
  }
}
