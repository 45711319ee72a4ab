export type { MerchantAccounts } from "./admin/admin-routes.ts";
export type { Payment } from "./books/payments.ts";
export type { Payout } from "./books/payouts.ts";
export type { Refund } from "./books/refunds.ts";
export type { FaultRule } from "./faults/faults.ts";
export { type Operation, operations } from "./faults/kinds.ts";
export type { Channel } from "./house.ts";
export type { Notification } from "./notifications/notifier.ts";
export { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox.ts";
