export { type BoundOperation, UndeclaredFailure } from "./bind-operation.ts";
export type * from "./channels/channel.ts";
export { channelNo } from "./channels/channel-no.ts";
export { type Core, createCore } from "./core.ts";
export type { Handler, Handlers } from "./handler.ts";
export { handlers } from "./handlers.ts";
export type { Account, Entry, EntryKind, Hold, Posting, PostResult } from "./ledger/entry.ts";
export type { Step } from "./machine.ts";
export { machines, type NamedMachine } from "./machines.ts";
export { type Adjustment, adjustBalance } from "./operator/adjust-balance.ts";
export { browseEndpoints, lookAtEndpoint } from "./operator/browse-endpoints.ts";
export {
  browseCharges,
  browseRecharges,
  browseRedEnvelopes,
  browseRefunds,
  browseTransfers,
} from "./operator/browse-movements.ts";
export { browsePostings, browseWallets, lookAtWallet } from "./operator/browse-wallets.ts";
export { countCodes } from "./operator/count-codes.ts";
export { type CreatedKey, createKey, type KeyRequest } from "./operator/create-key.ts";
export { getHistory } from "./operator/get-history.ts";
export { listAudits } from "./operator/list-audits.ts";
export { listKeys } from "./operator/list-keys.ts";
export { listLedgerChecks } from "./operator/list-ledger-checks.ts";
export { listRefusedNotifications } from "./operator/list-refused-notifications.ts";
export { listRequests } from "./operator/list-requests.ts";
export { listWebhookDeliveries } from "./operator/list-webhook-deliveries.ts";
export { queryNow } from "./operator/query-now.ts";
export { redeliverWebhook } from "./operator/redeliver-webhook.ts";
export { resealSecrets } from "./operator/reseal-secrets.ts";
export { resolveWithdrawal } from "./operator/resolve-withdrawal.ts";
export { revokeKey } from "./operator/revoke-key.ts";
export { type Rotation, rotateKey } from "./operator/rotate-key.ts";
export { listFaults, orderFault, withdrawFault } from "./operator/sandbox-faults.ts";
export { search } from "./operator/search.ts";
export { verifySettle } from "./operator/verify-settle.ts";
export type * from "./operator-tx.ts";
export type * from "./operator-views.ts";
export type * from "./page.ts";
export * from "./ports.ts";
export type * from "./sandbox.ts";
export { purseService, type Service, serviceOf } from "./service.ts";
export type * from "./stored.ts";
export type * from "./tx.ts";
