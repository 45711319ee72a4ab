import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { administer, urlOf } from "../../harness/postgres.ts";
import { openReceiver, type Receiver } from "../../harness/receiver.ts";
import { useBadSettings, useCommands } from "./by-command.ts";
import {
  chargeOf,
  failAtChannels,
  merchantOf,
  misplace,
  operate,
  payWithPasswords,
  sandboxAccounts,
  sendWebhooks,
  setAccounts,
  sign,
} from "./by-http.ts";
import { overhear } from "./overheard-purse.ts";
import { Recording } from "./recording.ts";

const recording = new Recording();
const secret = (name: string, value: string) => recording.secret(name, value);
const random = (name: string) => secret(name, randomBytes(24).toString("base64url"));

const databaseName = `purse_secrecy_${randomBytes(6).toString("hex")}`;
const sealingKey = secret("PURSE_SECRET_KEY", randomBytes(32).toString("base64"));
const otherSealingKey = secret("another PURSE_SECRET_KEY", randomBytes(32).toString("base64"));
const operatorToken = random("PURSE_OPERATOR_TOKEN");
const viewerToken = random("PURSE_VIEWER_TOKEN");
const databasePassword = random("DATABASE_URL's password");
const providerPassword = random("PURSE_RANDOM_KEY_URL's password");

let directory: string;
let receiver: Receiver;
let purse: ReturnType<typeof overhear>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "purse-secrecy-"));
  receiver = await openReceiver();
  await administer(`create database ${databaseName}`);
  const url = new URL(urlOf(databaseName));
  url.password = databasePassword;
  purse = overhear(recording, {
    DATABASE_URL: url.href,
    PURSE_DATA_DIR: directory,
    PURSE_SECRET_KEY: sealingKey,
    PURSE_OPERATOR_TOKEN: operatorToken,
    PURSE_VIEWER_TOKEN: viewerToken,
    PURSE_LOG_LEVEL: "trace",
    PURSE_EGRESS: "any",
    PURSE_SERVER_PORT: "0",
    PURSE_GATEWAY_PORT: "0",
    PURSE_SANDBOX_PORT: "0",
  });
});
afterAll(async () => {
  await purse.close();
  await receiver.close();
  await administer(`drop database ${databaseName} with (force)`);
  await rm(directory, { recursive: true });
});

/** `start`, with all that can be asked of it; answers nothing but what it was heard to say. */
async function useStart({ merchant, live, revoked }: Awaited<ReturnType<typeof useCommands>>) {
  const { end } = await purse.open(["start"], /Purse is open\.[\s\S]+\n\n$/);
  const profile = JSON.parse(await readFile(join(directory, "profile.json"), "utf8"));
  const { server_url: server, gateway_url: gateway, sandbox_url: sandbox } = profile;
  secret("the demo's signing secret", profile.signing_secret);
  const ask = merchantOf(purse, server, merchant);
  await setAccounts(ask, merchant, await sandboxAccounts(recording, sandbox));
  await failAtChannels(ask, merchant, sandbox);
  await payWithPasswords(ask, recording, merchant);
  await sendWebhooks(ask, recording, merchant, receiver);
  await sign(purse, server, live);
  await sign(purse, server, revoked);
  await misplace(purse, recording, server, merchant);
  await operate(purse, recording, gateway, operatorToken);
  await purse.call("GET", `${gateway}/operator.audit.list?input={}`, {
    headers: { Authorization: `Bearer ${viewerToken}` },
  });
  const token = { headers: { Authorization: `Bearer ${operatorToken}` } };
  for (const path of ["/metrics", "/docs", "/openapi.yaml", "/errors/401", "/v1/errors"]) {
    await purse.call("GET", server + path, token);
  }
  const wallets = `/v1/wallets/list/${profile.merchant_wallet_id}`;
  for (const words of [
    `call GET ${wallets} page=1 count=9`,
    `call GET ${wallets}`,
    "logs --json",
  ]) {
    await purse.command(words.split(" "));
  }
  await purse.command(["trigger", "refund_refused"]);
  await end([operatorToken, secret("the demo's API key", profile.api_key)]);
}

/** A Purse that can open none of its secrets, and reaches no provider of random keys. */
async function useAnotherSealingKey({ merchant, live }: Awaited<ReturnType<typeof useCommands>>) {
  const { matched, end } = await purse.open(["serve"], /"urls":\["([^"]+)"/, {
    PURSE_SECRET_KEY: otherSealingKey,
    PURSE_RANDOM_KEY_URL: `http://purse:${providerPassword}@127.0.0.1:1/`,
  });
  const [server = ""] = matched;
  const ask = merchantOf(purse, server, merchant);
  await sign(purse, server, live);
  await ask("POST", "/v1/charges", chargeOf(merchant, "alipay"));
  await ask("POST", "/v1/charges", chargeOf(merchant, "balance"));
  await ask("POST", "/v1/random-keys", { wallet_id: merchant.user_wallet_ids[0] });
  await end();
  await purse.command(["secrets", "reseal"], { more: { PURSE_SECRET_KEY: otherSealingKey } });
  const both = { PURSE_SECRET_KEY: `${otherSealingKey},${sealingKey}` };
  await purse.command(["secrets", "reseal"], { more: both });
}

test("a whole run tells none of the secrets in it", { timeout: 400_000 }, async () => {
  const keys = await useCommands(purse, recording);
  await useStart(keys);
  await useAnotherSealingKey(keys);
  await useBadSettings(purse, recording);
  const { secrets, texts, bytes } = recording.count();
  console.log(`${secrets} secrets, searched for in ${bytes} bytes of ${texts} texts`);
  expect(recording.leaks()).toEqual([]);
  // All that should have been heard was.
  expect(secrets).toBeGreaterThan(30);
  expect(recording.heardIn("start: stderr")).toContain('"outcome":"unknown"');
  expect(recording.heardIn("purse trigger")).toContain("10006");
  expect(recording.heardIn("purse call")).toContain("HTTP 200");
  expect(recording.heardIn("serve: stderr")).toContain('"msg":"unforeseen"');
  expect(recording.heardIn("POST /v1/charges: 500")).toContain('"code":-1');
  for (const status of [200, 400, 401, 402, 404, 502]) {
    expect(recording.heardIn("POST /v1/"), String(status)).toMatch(/./);
  }
});

test.each([
  ["an API key", "purse_live_3dVJ-_x2hT0yqk6m9nB8cW1zL4eRfGaUoPiSjXvQbYs"],
  ["base64 of bytes", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8+KY/="],
  ["a password", 's3cret "密码" & more'],
  ["a PEM", generateKeyPairSync("ed25519").privateKey.export({ format: "pem", type: "pkcs8" })],
])("%s is found however it is spelt", (_, value) => {
  const bytes = Buffer.from(String(value));
  const line =
    String(value)
      .split("\n")
      .find((each) => !each.startsWith("-----")) ?? "";
  const ways = [
    String(value),
    line,
    JSON.stringify({ value }),
    JSON.stringify(JSON.stringify({ value })),
    inspect({ value }, { breakLength: Number.POSITIVE_INFINITY }),
    encodeURIComponent(String(value)),
    new URLSearchParams({ value: line }).toString().replaceAll("+", "%20"),
    bytes.toString("hex"),
    bytes.toString("base64url"),
    Buffer.from(`user:${value}`).toString("base64"),
    Buffer.from(`a user:${value} and more`).toString("base64url"),
    ...(line.includes(" ") ? [] : [Buffer.from(line, "base64").toString("hex")]),
  ];
  for (const text of ways) {
    const one = new Recording();
    one.secret("it", String(value));
    one.hear("a log", `before ${text} after`);
    one.hear("another", "before after");
    expect(one.leaks(), text).toEqual(["it in a log"]);
  }
});
