import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TrialMerchant } from "@purse/purse";
import { hmacSigner, type Signer, signRequest } from "@purse/signatures";
import { freePort } from "@purse/test-postgres";

const path = "/v1/charges";
const main = join(import.meta.dirname, "..", "apps", "purse", "src", "main.ts");

/** `purse serve server` on a database, as it runs in production. */
export async function startPurse(databaseUrl: string, nodeOptions: readonly string[] = []) {
  const port = await freePort();
  const child = spawn(process.execPath, [...nodeOptions, main, "serve", "--only", "server"], {
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      PURSE_SERVER_PORT: String(port),
      PURSE_LOG_LEVEL: "warn",
    },
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await isUp(url))) await sleep(50);
  return {
    url,
    pid: child.pid ?? 0,
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

async function isUp(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

let orders = 0;

/**
 * So many charges of one fen as requests, from all of the merchants' users in turn, signed
 * beforehand: signing is the caller's work, not ours.
 */
export async function signedCharges(
  url: string,
  merchants: readonly TrialMerchant[],
  count: number,
): Promise<readonly Buffer[]> {
  const signers = await Promise.all(
    merchants.map(({ key_id, signing_secret }) => hmacSigner(key_id, signing_secret)),
  );
  const requests: Buffer[] = [];
  for (let n = 0; n < count; n += 1) {
    const [merchant, signer] = [merchants[n % merchants.length], signers[n % merchants.length]];
    if (merchant === undefined || signer === undefined) throw new Error("no merchant");
    requests.push(await signedCharge(url, merchant, signer, Math.floor(n / merchants.length)));
  }
  return requests;
}

async function signedCharge(url: string, merchant: TrialMerchant, signer: Signer, turn: number) {
  orders += 1;
  const body = Buffer.from(
    JSON.stringify({
      channel: "balance",
      wallet_id: merchant.merchant_wallet_id,
      payer_wallet_id: merchant.user_wallet_ids[turn % merchant.user_wallet_ids.length],
      order_no: `order-${process.pid}-${orders}`,
      amount: 1,
    }),
  );
  const toSign = { method: "POST", url: url + path, apiKey: merchant.api_key, body };
  const headers = {
    host: new URL(url).host,
    ...(await signRequest(toSign, signer)),
    "content-type": "application/json",
    "content-length": String(body.length),
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n`), body]);
}
