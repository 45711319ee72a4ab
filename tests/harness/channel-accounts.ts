import type { TrialMerchant } from "@purse/purse";
import type { TestPurse } from "./purse.ts";

const key = "k".repeat(64);

export const alipayAccount = {
  app_id: "app",
  seller_id: "2088",
  private_key: key,
  alipay_public_key: key,
};
export const wechatAccount = {
  app_id: "app",
  mch_id: "mch",
  serial_no: "serial",
  private_key: key,
  public_key_id: "pub",
  public_key: key,
  api_v3_key: "v".repeat(32),
};

/** Gives a merchant accounts at both channels; what they are made of matters to none but real ones. */
export async function openAccounts(
  purse: Pick<TestPurse, "call">,
  { api_key, merchant_id, merchant_wallet_id }: TrialMerchant,
  fee_bps = 0,
): Promise<void> {
  const path = `/v1/wallets/${merchant_wallet_id}/channels`;
  const accounts = { alipay: alipayAccount, wechat: wechatAccount };
  for (const [channel, account] of Object.entries(accounts)) {
    const body = { ...account, app_id: merchant_id, fee_bps };
    const { error } = await purse.call("PUT", `${path}/${channel}`, { key: api_key, body });
    if (error !== undefined) throw error;
  }
}
