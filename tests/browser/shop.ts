import { BalanceInsufficientError, createClient, ed25519Signer } from "@purse/client";

interface Keyholder {
  readonly api_key: string;
  readonly key_id: string;
  readonly privateKey: string;
}

/** What a page does with the client: opens a wallet, and asks it for more than it has. */
export async function buy(url: string, { api_key: apiKey, key_id, privateKey }: Keyholder) {
  const signer = await ed25519Signer(key_id, privateKey);
  const client = createClient({ url, apiKey, signer });
  const shop = await client.wallets.create({ type: "merchant" });
  const payer = await client.wallets.create({ type: "user", name: "安妮" });
  const order = { wallet_id: shop.id, payer_wallet_id: payer.id, order_no: "order-1", amount: 1 };
  try {
    await client.charges.create({ channel: "balance", ...order });
    return { payer, refusal: undefined };
  } catch (error) {
    if (!(error instanceof BalanceInsufficientError)) throw error;
    return { payer, refusal: error.remedy.zh };
  }
}
