import type { PurseApi } from "@purse/contract";
import { closeCharge } from "./charges/close-charge.ts";
import { createCharge } from "./charges/create-charge.ts";
import { getCharge } from "./charges/get-charge.ts";
import { listCharges } from "./charges/list-charges.ts";
import { getCode } from "./codes/get-code.ts";
import { listCodes } from "./codes/list-codes.ts";
import { getEvent } from "./events/get-event.ts";
import { listEvents } from "./events/list-events.ts";
import type { Handlers } from "./handler.ts";
import { createRandomKey } from "./random-keys/create-random-key.ts";
import { receiveNotification } from "./receive-notification.ts";
import { createRecharge } from "./recharges/create-recharge.ts";
import { getRecharge } from "./recharges/get-recharge.ts";
import { listRecharges } from "./recharges/list-recharges.ts";
import { createRedEnvelope } from "./red-envelopes/create-red-envelope.ts";
import { getRedEnvelope } from "./red-envelopes/get-red-envelope.ts";
import { listRedEnvelopes } from "./red-envelopes/list-red-envelopes.ts";
import { createRefund } from "./refunds/create-refund.ts";
import { getRefund } from "./refunds/get-refund.ts";
import { listRefunds } from "./refunds/list-refunds.ts";
import { bindSettle } from "./settles/bind-settle.ts";
import { createSettle } from "./settles/create-settle.ts";
import { disableSettle } from "./settles/disable-settle.ts";
import { getSettle } from "./settles/get-settle.ts";
import { listSettles } from "./settles/list-settles.ts";
import { listStatements } from "./statements/list-statements.ts";
import { listTransactions } from "./transactions/list-transactions.ts";
import { createTransfer } from "./transfers/create-transfer.ts";
import { getTransfer } from "./transfers/get-transfer.ts";
import { listTransfers } from "./transfers/list-transfers.ts";
import { createWallet } from "./wallets/create-wallet.ts";
import { getBalancesAt } from "./wallets/get-balances-at.ts";
import { getWallet } from "./wallets/get-wallet.ts";
import { listWallets } from "./wallets/list-wallets.ts";
import { setAlipayAccount, setWechatAccount } from "./wallets/set-channel-account.ts";
import { setPaymentPassword } from "./wallets/set-payment-password.ts";
import { disableWallet, enableWallet } from "./wallets/set-wallet-status.ts";
import { createWebhookEndpoint } from "./webhook-endpoints/create-webhook-endpoint.ts";
import { getWebhookEndpoint } from "./webhook-endpoints/get-webhook-endpoint.ts";
import { listWebhookEndpoints } from "./webhook-endpoints/list-webhook-endpoints.ts";
import { rotateWebhookSecret } from "./webhook-endpoints/rotate-webhook-secret.ts";
import {
  disableWebhookEndpoint,
  enableWebhookEndpoint,
} from "./webhook-endpoints/set-webhook-endpoint-status.ts";
import { createWithdrawal } from "./withdrawals/create-withdrawal.ts";
import { getWithdrawal } from "./withdrawals/get-withdrawal.ts";
import { listWithdrawals } from "./withdrawals/list-withdrawals.ts";

/** Who carries out what. A missing handler, a surplus one or an undeclared failure won't compile. */
export const handlers = {
  wallets: {
    create: createWallet,
    get: getWallet,
    balancesAt: getBalancesAt,
    list: listWallets,
    disable: disableWallet,
    enable: enableWallet,
    setPaymentPassword,
    setAlipay: setAlipayAccount,
    setWechat: setWechatAccount,
  },
  recharges: { create: createRecharge, get: getRecharge, list: listRecharges },
  charges: { create: createCharge, get: getCharge, close: closeCharge, list: listCharges },
  refunds: { create: createRefund, get: getRefund, list: listRefunds },
  transfers: { create: createTransfer, get: getTransfer, list: listTransfers },
  redEnvelopes: { create: createRedEnvelope, get: getRedEnvelope, list: listRedEnvelopes },
  settles: {
    create: createSettle,
    get: getSettle,
    bind: bindSettle,
    disable: disableSettle,
    list: listSettles,
  },
  withdrawals: { create: createWithdrawal, get: getWithdrawal, list: listWithdrawals },
  transactions: { list: listTransactions },
  statements: { list: listStatements },
  events: { get: getEvent, list: listEvents },
  webhookEndpoints: {
    create: createWebhookEndpoint,
    get: getWebhookEndpoint,
    rotateSecret: rotateWebhookSecret,
    disable: disableWebhookEndpoint,
    enable: enableWebhookEndpoint,
    list: listWebhookEndpoints,
  },
  randomKeys: { create: createRandomKey },
  notifications: { receive: receiveNotification },
  codes: { list: listCodes, get: getCode },
} as const satisfies Handlers<PurseApi>;
