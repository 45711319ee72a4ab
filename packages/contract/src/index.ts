export { absenceOf, absentAs } from "./absence.ts";
export { api, edgeErrors, keysOf, listedCollections, type PurseApi } from "./api.ts";
export {
  Channel,
  PaymentChannel,
  type queryErrors,
  type refusalErrors,
  type troubleErrors,
} from "./channel.ts";
export { AlipayAccount, ChannelAccount, WechatAccount } from "./channel-accounts.ts";
export { Charge, ChargeRequest, ChargeStatus, charges } from "./charges.ts";
export { Code, codes } from "./codes.ts";
export { type Contract, extendContract, purse } from "./contract.ts";
export {
  type Envelope,
  errorOf,
  type Failure,
  failure,
  parseEnvelope,
  type Result,
  type Success,
  success,
} from "./envelope.ts";
export { type FieldError, PurseError, wireMessage, withoutStack } from "./error.ts";
export { Event, EventResource, events } from "./events.ts";
export { id, ShortText } from "./fields.ts";
export { type InputParts, type InputResult, inputErrors, inputReader, partsOf } from "./input.ts";
export { Moment } from "./moments.ts";
export { Amount, amountMax, Balance, Currency } from "./money.ts";
export { Acknowledgement, notifications } from "./notifications.ts";
export {
  type Api,
  type CallInput,
  type Failures,
  type Input,
  type Method,
  type NamedOperation,
  type Operation,
  type Output,
  operationsOf,
} from "./operation.ts";
export { type Page, PageQuery } from "./page.ts";
export { channelCurrency, FailureReason, PayerAction, PaymentMethod } from "./payment.ts";
export { EncryptedPassword } from "./payment-password.ts";
export { Problem, problem } from "./problem.ts";
export { RandomKey, randomKeys } from "./random-keys.ts";
export { reasonsOf } from "./reason.ts";
export { Recharge, RechargeRequest, RechargeStatus, recharges } from "./recharges.ts";
export {
  RedEnvelope,
  RedEnvelopeRequest,
  RedEnvelopeStatus,
  redEnvelopes,
} from "./red-envelopes.ts";
export { Refund, RefundRequest, RefundStatus, refunds } from "./refunds.ts";
export {
  type Advice,
  type Codes,
  customRange,
  type ErrorKey,
  type Extension,
  extendRegistry,
  type HttpStatus,
  type Origin,
  type Registry,
  type RegistryEntry,
  type RetiredCode,
  type RetryClass,
  type Row,
  registry,
  retired,
  type SeedKey,
  type Text,
} from "./registry/index.ts";
export {
  isRegistryError,
  RegistryErrorData,
  registryErrorOf,
  registryErrors,
} from "./registry-error.ts";
export { isRepeatable, retryClasses } from "./retry.ts";
export { searchCodes } from "./search.ts";
export { Settle, SettleRequest, SettleStatus, SettleType, settles } from "./settles.ts";
export {
  StatementDifference,
  StatementEntry,
  StatementKind,
  statements,
} from "./statements.ts";
export { EntryKind, Transaction, transactions } from "./transactions.ts";
export { Transfer, TransferRequest, TransferStatus, transfers } from "./transfers.ts";
export { Wallet, WalletBalance, WalletStatus, WalletType, wallets } from "./wallets.ts";
export {
  DisabledReason,
  EventType,
  WebhookEndpoint,
  WebhookEndpointRequest,
  WebhookEndpointStatus,
  WebhookEndpointWithSecret,
  webhookEndpoints,
} from "./webhook-endpoints.ts";
export {
  Withdrawal,
  WithdrawalRequest,
  WithdrawalStatus,
  withdrawals,
} from "./withdrawals.ts";
