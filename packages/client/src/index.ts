export type {
  Charge,
  ChargeRequest,
  ErrorKey,
  Event,
  RandomKey,
  Recharge,
  RechargeRequest,
  RedEnvelope,
  RedEnvelopeRequest,
  Refund,
  RefundRequest,
  RetryClass,
  Settle,
  SettleRequest,
  StatementEntry,
  Transaction,
  Transfer,
  TransferRequest,
  Wallet,
  WebhookEndpoint,
  WebhookEndpointRequest,
  Withdrawal,
  WithdrawalRequest,
} from "@purse/contract";
export {
  ed25519Signer,
  hmacSigner,
  type RequestToSign,
  type Signer,
  signRequest,
} from "@purse/signatures";
export { AnswerError } from "./answer-error.ts";
export type { CallOptions, ClientOptions } from "./call.ts";
export { type Client, createClient } from "./client.ts";
export type { CodeError } from "./code-error.ts";
export * from "./error-classes.ts";
export { NoAnswerError, type NoAnswerKind } from "./no-answer-error.ts";
