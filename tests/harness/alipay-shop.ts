import { randomUUID } from "node:crypto";
import { channelNo } from "@purse/core";
import { vi } from "vitest";
import type { TestPurse } from "./purse.ts";
import type { TestSandbox } from "./sandbox.ts";

/** A merchant with an account at the sandbox's Alipay, and what its backend does. */
export async function alipayShop(purse: TestPurse, sandbox: TestSandbox) {
  const merchant = await purse.merchant();
  const { api_key: key, merchant_wallet_id: wallet_id } = merchant;
  const { alipay } = await sandbox.merchant();
  const path = `/v1/wallets/${wallet_id}/channels/alipay`;
  const set = await purse.call("PUT", path, { key, body: alipay });
  if (set.error !== undefined) throw set.error;
  return {
    ...merchant,
    key,
    /** A charge that somebody has paid, and the channel has told of. */
    async paidCharge(amount: number) {
      const order_no = randomUUID();
      const body = { channel: "alipay", wallet_id, order_no, amount };
      const { data } = await purse.call("POST", "/v1/charges", { key, body });
      await sandbox.pay(channelNo(data.id));
      const read = () => purse.call("GET", `/v1/charges/${data.id}`, { key });
      await vi.waitUntil(async () => (await read()).data.status === "paid", { timeout: 5000 });
      return { id: data.id as string, no: channelNo(data.id), order_no };
    },
    refund: (charge_id: string, amount: number, refund_no: string = randomUUID()) =>
      purse.call("POST", "/v1/refunds", { key, body: { charge_id, refund_no, amount } }),
  };
}
