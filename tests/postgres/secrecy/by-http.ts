import { randomBytes, randomUUID } from "node:crypto";
import { hmacSigner, signRequest } from "@purse/signatures";
import { expect, vi } from "vitest";
import { z } from "zod";
import { encryptPassword } from "../../harness/encrypt-password.ts";
import type { Receiver } from "../../harness/receiver.ts";
import type { SecretKey, SeededMerchant } from "./by-command.ts";
import type { OverheardPurse, Request } from "./overheard-purse.ts";
import type { Recording } from "./recording.ts";

const Account = z.looseObject({ private_key: z.string() });
const Accounts = z.object({ alipay: Account, wechat: Account });

/** The accounts that a sandbox opens; it is not Purse, and shows them. */
export async function sandboxAccounts(recording: Recording, sandboxUrl: string) {
  const answer = await fetch(`${sandboxUrl}/admin/accounts`, { method: "POST", body: "{}" });
  const accounts = Accounts.parse(await answer.json());
  for (const [channel, fields] of Object.entries(accounts)) {
    for (const [name, value] of Object.entries(fields)) {
      const isSecret = ["private_key", "api_v3_key", "api_v2_key"].includes(name);
      if (isSecret) recording.secret(`${channel}'s ${name}`, String(value));
    }
  }
  return accounts;
}

/** A merchant's requests, unsigned as a test key may. */
export function merchantOf({ call }: OverheardPurse, url: string, { api_key }: SecretKey) {
  return (method: string, path: string, body?: unknown, more: Request = {}) =>
    call(method, url + path, {
      ...more,
      headers: { "X-API-KEY": api_key, ...more.headers },
      ...(body === undefined ? {} : { body }),
    });
}
type Ask = ReturnType<typeof merchantOf>;

/** Every fault of a channel's that is quick, at each channel. */
export async function failAtChannels(ask: Ask, merchant: SeededMerchant, sandboxUrl: string) {
  const faults = ["connection_closed", "http_500_html", "not_json", "encoded", "wrong_signature"];
  const others = ["missing_field", "system_error", "response_code_fail", "reset_mid_answer"];
  for (const channel of ["alipay", "wechat"]) {
    for (const fault of [...faults, ...others]) {
      const no = randomUUID().replaceAll("-", "").slice(0, 25);
      const rule = { channel, operation: "pay", fault };
      const arranged = { method: "POST", body: JSON.stringify(rule) };
      await fetch(`${sandboxUrl}/admin/faults`, arranged);
      await ask("POST", "/v1/charges", chargeOf(merchant, channel, no));
    }
  }
}

export function chargeOf(
  merchant: SeededMerchant,
  channel: string,
  order_no: string = randomUUID(),
) {
  const payer = channel === "balance" ? { payer_wallet_id: merchant.user_wallet_ids[0] } : {};
  return { channel, wallet_id: merchant.merchant_wallet_id, ...payer, order_no, amount: 100 };
}

/** Accounts with private keys, taken and refused in every way. */
export async function setAccounts(
  ask: Ask,
  merchant: SeededMerchant,
  accounts: z.infer<typeof Accounts>,
) {
  for (const channel of ["alipay", "wechat"] as const) {
    const path = `/v1/wallets/${merchant.merchant_wallet_id}/channels/${channel}`;
    const account = accounts[channel];
    const { private_key } = account;
    await ask("PUT", path, account);
    await ask("PUT", path, { ...account, app_id: private_key });
    await ask("PUT", path, { ...account, fee_bps: private_key });
    await ask("PUT", path, { ...account, private_key: [private_key] });
    await ask("PUT", path, { ...account, unknown: private_key });
    await ask("PUT", path, `${JSON.stringify(account).slice(0, -1)},}`);
    await ask("PUT", path, JSON.stringify(account).replace("{", '{"app_id":"twice",'));
    await ask("PUT", path, account, { headers: { "Content-Type": "text/plain" } });
    await ask("PUT", path, account, { headers: { Accept: "application/problem+json" } });
    await ask("POST", path, account);
    await ask("PUT", path.replace("wal_", "wal_0"), account);
    await ask("PUT", path, { ...account, filling: private_key.repeat(60) });
  }
}

/** A payment password: set, right, wrong, spoilt, and in the clear. */
export async function payWithPasswords(ask: Ask, recording: Recording, merchant: SeededMerchant) {
  const [wallet_id] = merchant.user_wallet_ids;
  const right = recording.secret("a payment password", `s3cret 密码 ${randomUUID()}`);
  const wrong = recording.secret("a wrong payment password", `guess ${randomUUID()}`);
  async function encrypted(password: string) {
    const shows = ({ data }: { data: { random_key: string; id: string } }) => [
      recording.secret(`the random key ${data.id}`, data.random_key),
    ];
    const { data } = await ask("POST", "/v1/random-keys", { wallet_id }, { shows });
    return encryptPassword(data.id, data.random_key, password);
  }
  const path = `/v1/wallets/${wallet_id}/payment-password`;
  const pay = (payment_password: unknown) =>
    ask("POST", "/v1/charges", { ...chargeOf(merchant, "balance"), payment_password });
  await ask("PUT", path, { password: await encrypted(right) });
  await pay(await encrypted(right));
  await pay(await encrypted(wrong));
  await pay({ ...(await encrypted(right)), ciphertext: "A".repeat(48) });
  await pay(right);
  await ask("PUT", path, { password: right, old_password: wrong });
}

/** Endpoints made, their secrets rotated, and deliveries that arrive and that fail. */
export async function sendWebhooks(
  ask: Ask,
  recording: Recording,
  merchant: SeededMerchant,
  receiver: Receiver,
) {
  let secrets = 0;
  const shows = ({ data }: { data: { secret: string } }) => {
    secrets += 1;
    return [recording.secret(`webhook secret ${secrets}`, data.secret)];
  };
  const endpoint = { wallet_id: merchant.merchant_wallet_id, url: receiver.url };
  const { data } = await ask("POST", "/v1/webhook-endpoints", endpoint, { shows });
  await ask("POST", `/v1/webhook-endpoints/${data.id}/rotate-secret`, undefined, { shows });
  receiver.answer = (response, { headers }) => {
    response.writeHead(500).end(JSON.stringify(headers));
  };
  // Of the wallet without a password.
  const payer_wallet_id = merchant.user_wallet_ids[1];
  await ask("POST", "/v1/charges", { ...chargeOf(merchant, "balance"), payer_wallet_id });
  await vi.waitFor(() => expect(receiver.received).not.toEqual([]), { timeout: 10_000 });
  for (const { headers, body } of receiver.received) {
    recording.hear("a webhook", JSON.stringify(headers) + body);
  }
  await ask("GET", `/v1/webhook-endpoints/${data.id}`);
  await ask("GET", `/v1/webhook-endpoints/list/${merchant.merchant_wallet_id}?page=1&count=9`);
  await ask("GET", `/v1/events/list/${merchant.user_wallet_ids[1]}?page=1&count=9`);
}

/** Signed requests: good, replayed, changed, stale, by another secret; and a revoked key. */
export async function sign(
  { call }: OverheardPurse,
  serverUrl: string,
  { api_key, key_id, signing_secret }: SecretKey,
): Promise<void> {
  const url = `${serverUrl}/v1/wallets`;
  const body = JSON.stringify({ type: "user" });
  const bytes = new TextEncoder().encode(body);
  const signed = async (secret: string, created = Math.floor(Date.now() / 1000)) =>
    signRequest(
      { method: "POST", url, apiKey: api_key, body: bytes },
      await hmacSigner(key_id, secret),
      { created },
    );
  const good = await signed(signing_secret);
  const wrong = await signed(randomBytes(32).toString("base64"));
  for (const headers of [good, good, wrong, await signed(signing_secret, 1)]) {
    await call("POST", url, { headers, body });
  }
  await call("POST", url, { headers: await signed(signing_secret), body: `${body} ` });
  await call("POST", url, { headers: { "X-API-KEY": api_key }, body });
}

/** Keys and tokens where they don't belong, and bytes that are no request. */
export async function misplace(
  { call, send }: OverheardPurse,
  recording: Recording,
  url: string,
  { api_key }: SecretKey,
): Promise<void> {
  const unknown = recording.secret("an unknown API key", `purse_live_${"u1k9".repeat(10)}xyz`);
  await call("GET", `${url}/v1/wallets/wal_0`, { headers: { "X-API-KEY": unknown } });
  await call("GET", `${url}/v1/wallets/wal_0`);
  await call("GET", `${url}/v1/wallets/wal_0?api_key=${api_key}`, {
    headers: { "X-API-KEY": api_key },
  });
  await call("GET", `${url}/v1/wallets/wal_0`, { headers: { Authorization: `Bearer ${api_key}` } });
  const head = `GET /v1/wallets/wal_0 HTTP/1.1\r\nHost: a\r\nX-API-KEY: ${api_key}\r\n`;
  await send(url, `${head}broken header ${api_key}\r\n\r\n`);
  await send(url, `${head}X-Long: ${"x".repeat(20_000)}\r\n\r\n`);
  await send(url, `${head.replace("GET", api_key)}\r\n`);
  await send(url, `${head}X-API-KEY: ${api_key}\r\n\r\n`);
  await send(url, `${head}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
  const notification = { method: "x", sign: api_key };
  for (const channel of ["alipay", "wechat"]) {
    await call("POST", `${url}/v1/notify/${channel}/wal_0`, { body: notification });
  }
}

/** The operator's calls, by the right token and by others. */
export async function operate(
  { call }: OverheardPurse,
  recording: Recording,
  gatewayUrl: string,
  operatorToken: string,
): Promise<void> {
  const headers = { Authorization: `Bearer ${operatorToken}` };
  const wrong = recording.secret("a wrong operator token", randomBytes(24).toString("base64url"));
  const shows = ({ result }: { result: { data: SecretKey } }) => [
    recording.secret("an operator's API key", result.data.api_key),
    recording.secret("an operator's signing secret", result.data.signing_secret),
  ];
  const body = { merchant_name: "BY GATEWAY", mode: "live" };
  await call("POST", `${gatewayUrl}/operator.keys.create`, { headers, body, shows });
  await call("POST", `${gatewayUrl}/operator.keys.create`, {
    headers,
    body: { ...body, mode: wrong },
  });
  const queries = ["keys.list", "audit.list", "webhooks.deliveries", "notifications.refused"];
  for (const query of queries) {
    await call("GET", `${gatewayUrl}/operator.${query}?input={}`, { headers });
  }
  await call("GET", `${gatewayUrl}/operator.ledger.check`, { headers });
  await call("GET", `${gatewayUrl}/metrics`, { headers });
  await call("GET", `${gatewayUrl}/operator.keys.list`, {
    headers: { Authorization: `Bearer ${wrong}` },
  });
  await call("GET", `${gatewayUrl}/wallets.get?input="${wrong}`, { headers });
  await call("GET", `${gatewayUrl}/wallets.get?input="${wrong}"`, { headers });
}
