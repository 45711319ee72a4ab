import { setTimeout as sleep } from "node:timers/promises";
import type { GatewayRouter } from "@purse/gateway";
import { hmacSigner } from "@purse/signatures";
import { createTRPCClient, httpLink } from "@trpc/client";
import { operatorToken } from "../world/replica.ts";
import type { World } from "../world/world.ts";
import type { Client, Holder } from "./client.ts";

/** What is put into each user wallet at the start: so little that clients run out of it. */
export const funds = 40_000;
export const usersEach = 4;

/** A merchant whose backend is under the test. */
export interface LoadedMerchant {
  readonly merchantId: string;
  readonly holder: Holder;
  readonly walletId: string;
  readonly userIds: readonly string[];
  readonly settleId: string;
  /** Names its endpoint at the receiver. */
  readonly keyId: string;
  /** Its ids at the channels. */
  readonly channelIds: readonly string[];
  /** Its money moves between its users alone, so that their sum stays what it is. */
  readonly isBank: boolean;
}

/** The operator's way in, by any replica's gateway. */
export function operatorOf(gatewayUrl: string) {
  const headers = () => ({ authorization: `Bearer ${operatorToken}` });
  return createTRPCClient<GatewayRouter>({ links: [httpLink({ url: gatewayUrl, headers })] });
}

/** How long a replica that is late, or comes up again, may refuse what opens a merchant. */
const patienceMs = 30_000;

/**
 * Opens a merchant with everything that the load needs, while no fault is about: what is refused for
 * the moment is asked for again.
 */
export async function openMerchant(
  { sites, channels, receiver }: World,
  client: Client,
  name: string,
  { signs = false, isBank = false }: { readonly signs?: boolean; readonly isBank?: boolean } = {},
): Promise<LoadedMerchant> {
  const { operator } = operatorOf(sites[0]!.replica.gatewayUrl);
  // A key of which nobody heard opens nothing.
  const made = await untilDone(() =>
    operator.keys.create.mutate({ merchant_name: name, mode: "test" }),
  );
  const signer = signs ? await hmacSigner(made.id, made.signing_secret!) : undefined;
  const holder = { apiKey: made.api_key, signer };
  let calls = 0;
  async function call(method: "POST" | "PUT", path: string, body: object) {
    const key = `${name}-${calls++}`;
    return untilDone(async () => {
      const answer = await client.send(holder, method, path, body, key);
      if (answer?.status === 200) return answer.data;
      client.turn();
      throw new Error(`${method} ${path}: ${answer?.text}`);
    });
  }
  /** An adjustment has no number of its own: what came of one that was refused is looked at. */
  async function fund(wallet_id: string) {
    await untilDone(async () => {
      const answer = await client.send(holder, "GET", `/v1/wallets/${wallet_id}`);
      if (answer?.data?.balances?.[0]?.available === funds) return;
      await operator.wallets.adjust.mutate({ wallet_id, amount: funds, reason: "funds" });
    });
  }
  const { id: walletId } = await call("POST", "/v1/wallets", { type: "merchant", name });
  const { alipay, wechat } = await channels.accounts();
  await call("PUT", `/v1/wallets/${walletId}/channels/alipay`, { ...alipay, fee_bps: 60 });
  await call("PUT", `/v1/wallets/${walletId}/channels/wechat`, { ...wechat, fee_bps: 0 });
  const account = { type: "alipay", account_name: "A", account_no: "12345678" };
  const { id: settleId } = await call("POST", "/v1/settles", account);
  const userIds: string[] = [];
  for (let number = 1; number <= usersEach; number++) {
    const user = { type: "user", name: `User ${"x".repeat(number)}` };
    const { id } = await call("POST", "/v1/wallets", user);
    await fund(id);
    userIds.push(id);
  }
  for (const wallet_id of [walletId, ...userIds]) {
    await call("POST", `/v1/settles/${settleId}/bind`, { wallet_id });
  }
  const url = receiver.urlOf(made.id);
  const endpoint = await call("POST", "/v1/webhook-endpoints", { wallet_id: walletId, url });
  receiver.expect(made.id, endpoint.secret);
  return {
    merchantId: made.merchant.id,
    holder,
    walletId,
    userIds,
    settleId,
    keyId: made.id,
    channelIds: [alipay.seller_id, wechat.mch_id],
    isBank,
  };
}

async function untilDone<T>(act: () => Promise<T>): Promise<T> {
  const until = performance.now() + patienceMs;
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(200);
    }
  }
}
