import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { TrialMerchant } from "@purse/purse";
import { hmacSigner, signRequest } from "@purse/signatures";
import { freePort } from "@purse/test-postgres";
import { Client } from "undici";

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

/** Sends its charges one behind the other until a time, and answers how long each took, in ms. */
export type Charging = (until: number) => Promise<number[]>;

let orders = 0;

/** Up to so many charges of one fen, signed beforehand: signing is the caller's work, not ours. */
export async function signedCharges(
  url: string,
  merchant: TrialMerchant,
  client: number,
  count: number,
): Promise<Charging> {
  const signer = await hmacSigner(merchant.key_id, merchant.signing_secret);
  const payer = merchant.user_wallet_ids[client % merchant.user_wallet_ids.length];
  const path = "/v1/charges";
  const signed: { body: string; headers: Record<string, string> }[] = [];
  for (let n = 0; n < count; n += 1) {
    orders += 1;
    const body = JSON.stringify({
      channel: "balance",
      wallet_id: merchant.merchant_wallet_id,
      payer_wallet_id: payer,
      order_no: `order-${process.pid}-${orders}`,
      amount: 1,
    });
    const bytes = new TextEncoder().encode(body);
    const toSign = { method: "POST", url: url + path, apiKey: merchant.api_key, body: bytes };
    const headers = await signRequest(toSign, signer);
    signed.push({ body, headers: { ...headers, "content-type": "application/json" } });
  }
  return async (until) => {
    const connection = new Client(url);
    const latencies: number[] = [];
    for (const { body, headers } of signed) {
      const began = performance.now();
      if (began > until) break;
      const answer = await connection.request({ method: "POST", path, headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${answer.statusCode} ${text}`);
      latencies.push(performance.now() - began);
    }
    await connection.close();
    if (performance.now() < until) throw new Error("too few charges were signed");
    return latencies;
  };
}
