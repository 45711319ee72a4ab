import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { BadSetting, type Config } from "./config.ts";

/** Where a running Purse is reached, and who calls it. */
const Profile = z.object({
  server_url: z.url(),
  gateway_url: z.url(),
  sandbox_url: z.url(),
  operator_token: z.string().optional(),
  api_key: z.string().optional(),
  /** With a secret (hmac-sha256) or a private key (ed25519, PKCS #8) requests go out signed. */
  key_id: z.string().optional(),
  signing_secret: z.string().optional(),
  private_key: z.string().optional(),
  merchant_wallet_id: z.string().optional(),
});
export type Profile = z.output<typeof Profile>;

/** Keeps what `purse start` runs, for this user's eyes alone. */
export async function writeProfile(directory: string, profile: Profile): Promise<void> {
  const text = `${JSON.stringify(profile, null, 2)}\n`;
  await writeFile(fileIn(directory), text, { mode: 0o600 });
}

/** The environment's fields before the file's; a key of one has nothing to do with the other's. */
export async function readProfile(config: Config): Promise<Profile> {
  const { PURSE_PROFILE: named, PURSE_DATA_DIR: directory } = config;
  const kept = await read(named ?? fileIn(directory), named !== undefined);
  const { api_key, key_id, signing_secret, private_key, merchant_wallet_id, ...places } = kept;
  const keptKey = { api_key, key_id, signing_secret, private_key, merchant_wallet_id };
  const ofEnvironment = {
    api_key: config.PURSE_API_KEY,
    key_id: config.PURSE_KEY_ID,
    signing_secret: config.PURSE_SIGNING_SECRET,
    private_key: config.PURSE_PRIVATE_KEY,
  };
  return {
    server_url: config.PURSE_SERVER_URL ?? places.server_url ?? local(config.PURSE_SERVER_PORT),
    gateway_url: config.PURSE_GATEWAY_URL ?? places.gateway_url ?? local(config.PURSE_GATEWAY_PORT),
    sandbox_url: config.PURSE_SANDBOX_URL ?? places.sandbox_url ?? local(config.PURSE_SANDBOX_PORT),
    operator_token: config.PURSE_OPERATOR_TOKEN ?? places.operator_token,
    ...(config.PURSE_API_KEY === undefined ? keptKey : ofEnvironment),
  };
}

const fileIn = (directory: string) => join(directory, "profile.json");
const local = (port: number) => `http://127.0.0.1:${port}`;

const Kept = Profile.partial();

async function read(file: string, isNamed: boolean): Promise<z.output<typeof Kept>> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    // No `purse start` has run here: then the settings say it all.
    if (isNamed) throw new BadSetting(`PURSE_PROFILE: ${String(error)}`);
    return {};
  }
  try {
    return Kept.parse(JSON.parse(text));
  } catch (error) {
    throw new BadSetting(`${file}: not a profile, ${String(error)}`);
  }
}
