import { generateKeyPairSync, randomUUID } from "node:crypto";
import { Wallet } from "@purse/contract";
import { gatewayClient } from "../gateway-client.ts";
import { exchange } from "../http-exchange.ts";
import type { Profile } from "../profile.ts";
import { trialFunds } from "../trial-merchant.ts";
import type { Place } from "./place.ts";

/** The Purse that a profile names, as its operator and its merchants use it. */
export function runningPurse(profile: Profile): Place {
  const { keys, wallets } = gatewayClient(profile).operator;

  async function openWallet(api_key: string, type: Wallet["type"]): Promise<string> {
    const request = { method: "POST", path: "/v1/wallets", body: JSON.stringify({ type }) };
    const { data, error } = await exchange(profile.server_url, { api_key }, request);
    if (error !== undefined) throw error;
    return Wallet.parse(data).id;
  }
  async function fundedWallet(api_key: string): Promise<string> {
    const wallet_id = await openWallet(api_key, "user");
    await wallets.adjust.mutate({ wallet_id, amount: trialFunds, reason: "purse trigger" });
    return wallet_id;
  }
  return {
    kind: "running",
    serverUrl: profile.server_url,
    async merchant() {
      const merchant_name = `purse trigger ${randomUUID()}`;
      const { api_key } = await keys.create.mutate({ merchant_name, mode: "test" });
      return {
        api_key,
        merchant_wallet_id: await openWallet(api_key, "merchant"),
        user_wallet_ids: [await fundedWallet(api_key), await fundedWallet(api_key)],
      };
    },
    async liveKey() {
      const { publicKey } = generateKeyPairSync("ed25519");
      const public_key = publicKey.export({ format: "pem", type: "spki" }).toString();
      const merchant_name = `purse trigger ${randomUUID()}`;
      const request = { merchant_name, mode: "live", algorithm: "ed25519", public_key } as const;
      return (await keys.create.mutate(request)).api_key;
    },
  };
}
