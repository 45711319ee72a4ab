import type { OverheardPurse } from "./overheard-purse.ts";
import type { Recording } from "./recording.ts";

/** A key that signs by hmac-sha256. */
export interface SecretKey {
  readonly key_id: string;
  readonly api_key: string;
  readonly signing_secret: string;
}
export interface SeededMerchant extends SecretKey {
  readonly merchant_wallet_id: string;
  readonly user_wallet_ids: readonly [string, string];
}

/** Makes, rotates, lists and revokes keys, and all else that commands do; answers what it made. */
export async function useCommands({ command }: OverheardPurse, recording: Recording) {
  function keep<Key extends SecretKey>(name: string, key: Key): Key {
    recording.secret(`the API key of ${name}`, key.api_key);
    if (key.signing_secret !== null) {
      recording.secret(`the signing secret of ${name}`, key.signing_secret);
    }
    return key;
  }
  const shown = ({ api_key, signing_secret }: SecretKey) =>
    signing_secret === null ? [api_key] : [api_key, signing_secret];
  async function made(name: string, ...words: string[]): Promise<SecretKey> {
    const shows = (stdout: string) => shown(keep(name, JSON.parse(stdout)));
    return JSON.parse(await command(["keys", ...words, "--json"], { shows }));
  }

  const seeded = await command(["seed", "--json"], {
    shows: (stdout) =>
      JSON.parse(stdout).merchants.flatMap((merchant: SeededMerchant) =>
        shown(keep(`seeded ${merchant.merchant_wallet_id}`, merchant)),
      ),
  });
  const [merchant]: SeededMerchant[] = JSON.parse(seeded).merchants;
  const live = await made("a live key", "create", "SHOP", "--live");
  const rotated = await made("a rotated key", "rotate", live.key_id);
  const revoked = await made("a revoked key", "create", "SHOP");
  await command(["keys", "create", "SHOP"], {
    shows: (stdout) => {
      const [api = "", signing = ""] =
        stdout.match(/purse_test_\S+|(?<=signing secret )\S+/g) ?? [];
      recording.secret("the signing secret of a printed key", signing);
      return [recording.secret("a printed API key", api), signing];
    },
  });
  await command(["keys", "revoke", revoked.key_id]);
  const reading = ["keys list", "keys list --json", "ledger check", "errors --json", "migrate"];
  const others = [`keys rotate ${revoked.key_id}`, ...reading];
  await Promise.all(others.map((words) => command(words.split(" "))));
  return { merchant: merchant!, live, rotated, revoked };
}

/** Settings that Purse can't start with, and a database that it can't reach. */
export async function useBadSettings({ command }: OverheardPurse, recording: Recording) {
  const password = recording.secret("an unreachable database's password", "hunter2-and-more-of-it");
  const short = recording.secret("a token too short", "8 chars!");
  const badKey = recording.secret("a malformed PURSE_SECRET_KEY", "bm90IGEga2V5IG9mIDMyIGJ5dGVz");
  const bad = [
    { DATABASE_URL: `postgres://purse:${password}@127.0.0.1:1/purse` },
    { DATABASE_URL: `mysql://purse:${password}@127.0.0.1:1/purse` },
    { DATABASE_URL: `postgres://purse:${password}@127.0.0.1:port/purse` },
    { PURSE_OPERATOR_TOKEN: short, PURSE_SECRET_KEY: badKey },
  ];
  await Promise.all(bad.map((more) => command(["serve", "--only", "server"], { more })));
}
