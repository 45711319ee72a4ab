import { createKey, listKeys, type Mode, revokeKey } from "@purse/core";
import type { Config } from "../config.ts";
import { unwrap } from "../trial-merchant.ts";
import { withCore } from "../with-core.ts";

const actor = "purse keys";

/** Makes a key, and prints it: it can't be shown again. */
export async function createKeyCommand(
  config: Config,
  merchantName: string,
  { live, json }: { readonly live?: true; readonly json?: true },
): Promise<void> {
  const mode: Mode = live === true ? "live" : "test";
  const { key, merchant, api_key } = await withCore(config, async (core) =>
    unwrap(
      await core.operate(actor, (scope) => createKey(scope, { merchant_name: merchantName, mode })),
    ),
  );
  if (json === true) console.log(JSON.stringify({ key_id: key.id, merchant, api_key }, null, 2));
  else console.log(`${api_key}\n\n${key.id} of ${merchant.name} (${mode}): shown this once only.`);
}

export async function listKeysCommand(
  config: Config,
  { json }: { readonly json?: true },
): Promise<void> {
  const merchants = await withCore(config, async (core) =>
    unwrap(await core.operate(actor, listKeys)),
  );
  if (json === true) return console.log(JSON.stringify(merchants, null, 2));
  for (const { name, mode, keys } of merchants) {
    console.log(`${name} (${mode})`);
    for (const key of keys) {
      const state = key.revoked_at === null ? "active" : `revoked ${key.revoked_at.toISOString()}`;
      console.log(`  ${key.id}  ${state}`);
    }
  }
}

export async function revokeKeyCommand(config: Config, keyId: string): Promise<void> {
  await withCore(config, async (core) =>
    unwrap(await core.operate(actor, (scope) => revokeKey(scope, { key_id: keyId }))),
  );
  console.log(`${keyId} is revoked`);
}
