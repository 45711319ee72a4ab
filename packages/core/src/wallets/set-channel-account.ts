import type { ChannelAccount, Failures, Input, PaymentChannel, PurseApi } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import type { StoredChannelAccount } from "../stored.ts";

type SetAlipay = PurseApi["wallets"]["setAlipay"];
type SetWechat = PurseApi["wallets"]["setWechat"];
type AccountScope = Scope<Failures<SetAlipay>>;

export function setAlipayAccount(
  scope: AccountScope,
  { wallet_id, fee_bps, ...parameters }: Input<SetAlipay>,
): Promise<ChannelAccount> {
  return setAccount(scope, "alipay", wallet_id, parameters, fee_bps);
}

export function setWechatAccount(
  scope: AccountScope,
  { wallet_id, fee_bps, ...parameters }: Input<SetWechat>,
): Promise<ChannelAccount> {
  return setAccount(scope, "wechat", wallet_id, parameters, fee_bps);
}

async function setAccount(
  scope: AccountScope,
  channel: PaymentChannel,
  walletId: string,
  parameters: Readonly<Record<string, unknown>>,
  fee_bps: number,
): Promise<ChannelAccount> {
  return scope.conclude(async (tx) => {
    const wallet = await walletOfPath(scope, tx, walletId);
    if (wallet.type !== "merchant") {
      throw scope.fail("param_error", "wallet_id: expected a merchant wallet");
    }
    const account = { channel, wallet_id: wallet.id, parameters, fee_bps };
    return viewAccount(await tx.channelAccounts.put(account));
  });
}

/** An account as the API shows it: none of its keys. */
function viewAccount(account: StoredChannelAccount): ChannelAccount {
  const { wallet_id, channel, parameters, fee_bps, updated_at } = account;
  return {
    wallet_id,
    channel,
    app_id: String(parameters.app_id),
    mch_id: typeof parameters.mch_id === "string" ? parameters.mch_id : null,
    fee_bps,
    updated_at: updated_at.toISOString(),
  };
}
