import { readFile } from "node:fs/promises";
import {
  type CreatedKey,
  createKey,
  listKeys,
  revokeKey,
  rotateKey,
  type SigningKey,
  type StoredKey,
} from "@purse/core";
import type { Config } from "../config.ts";
import { unwrap } from "../trial-merchant.ts";
import { withCore } from "../with-core.ts";

const actor = "purse keys";

export interface KeyOptions {
  readonly live?: true;
  readonly alg?: SigningKey["algorithm"];
  /** A file. */
  readonly publicKey?: string;
  readonly notAfter?: Date;
  readonly json?: true;
}

/** Makes a key, and prints it: it can't be shown again. */
export async function createKeyCommand(
  config: Config,
  merchant_name: string,
  { live, alg, publicKey, notAfter, json }: KeyOptions,
): Promise<void> {
  const request = {
    merchant_name,
    mode: live === true ? ("live" as const) : ("test" as const),
    algorithm: alg,
    public_key: publicKey === undefined ? undefined : await readFile(publicKey, "utf8"),
    not_after: notAfter,
  };
  const created = await withCore(config, async (core) =>
    unwrap(await core.operate(actor, (scope) => createKey(scope, request))),
  );
  print(created, json);
}

/** Makes a key in another's place, and prints it. */
export async function rotateKeyCommand(
  config: Config,
  key_id: string,
  {
    overlap,
    publicKey,
    json,
  }: Pick<KeyOptions, "publicKey" | "json"> & { readonly overlap: number },
): Promise<void> {
  const public_key = publicKey === undefined ? undefined : await readFile(publicKey, "utf8");
  const rotation = { key_id, public_key, overlap_hours: overlap };
  const created = await withCore(config, async (core) =>
    unwrap(await core.operate(actor, (scope) => rotateKey(scope, rotation))),
  );
  print(created, json);
}

function print({ key, merchant, api_key, signing_secret }: CreatedKey, json?: true): void {
  const { id: key_id, algorithm } = key;
  if (json === true) {
    const shown = { key_id, algorithm, merchant, api_key, signing_secret };
    console.log(JSON.stringify(shown, null, 2));
    return;
  }
  const secret = signing_secret === null ? "" : `signing secret ${signing_secret}\n`;
  console.log(`${api_key}
${secret}
${key_id} of ${merchant.name} (${merchant.mode}, ${algorithm}): shown this once only.`);
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
      const used = key.last_used_at?.toISOString() ?? "never";
      console.log(`  ${key.id}  ${key.algorithm ?? "unsigned"}  used ${used}  ${stateOf(key)}`);
    }
  }
}

function stateOf({ revoked_at, not_after }: StoredKey): string {
  if (revoked_at !== null) return `revoked ${revoked_at.toISOString()}`;
  if (not_after === null) return "active";
  return `${not_after > new Date() ? "ends" : "ended"} ${not_after.toISOString()}`;
}

export async function revokeKeyCommand(config: Config, keyId: string): Promise<void> {
  await withCore(config, async (core) =>
    unwrap(await core.operate(actor, (scope) => revokeKey(scope, { key_id: keyId }))),
  );
  console.log(`${keyId} is revoked`);
}
