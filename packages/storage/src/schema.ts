import type {
  Channel,
  ChargeStatus,
  Currency,
  DisabledReason,
  EventResource,
  EventType,
  PayerAction,
  PaymentChannel,
  PaymentMethod,
  RechargeStatus,
  RedEnvelopeStatus,
  RefundStatus,
  SettleStatus,
  SettleType,
  StatementKind,
  TransferStatus,
  WalletStatus,
  WalletType,
  WebhookEndpointStatus,
  WithdrawalStatus,
} from "@purse/contract";
import type {
  AuditRecord,
  EntryKind,
  Job,
  Mode,
  NotificationRecord,
  RandomKeyStatus,
  SigningKey,
  StoredChannelCall,
  StoredCharge,
  StoredRecharge,
  StoredRedEnvelope,
  StoredRefund,
  StoredRequest,
  StoredTransfer,
  WebhookDeliveryStatus,
} from "@purse/core";
import type { ColumnType, GeneratedAlways } from "kysely";

/** A moment that the database itself sets. */
type CreatedAt = ColumnType<Date, never, never>;

/** jsonb: read as what it holds, written as text. */
type Json<T> = ColumnType<T, string | null | undefined, string | null>;

/** The tables as migrations/ and pg-boss make them. bigint columns are read as safe integers. */
export interface Schema {
  merchants: { id: string; name: string; mode: Mode; created_at: CreatedAt };
  api_keys: {
    id: string;
    merchant_id: string;
    key_sha256: Buffer;
    algorithm: ColumnType<SigningKey["algorithm"] | null, SigningKey["algorithm"], never>;
    public_key: ColumnType<string | null, string | undefined, never>;
    secret_sealed: ColumnType<string | null, string | undefined, string>;
    not_after: ColumnType<Date | null, Date | undefined, Date>;
    last_used_at: ColumnType<Date | null, never, Date>;
    created_at: CreatedAt;
    revoked_at: ColumnType<Date | null, never, Date>;
  };
  audit_log: {
    id: GeneratedAlways<number>;
    at: CreatedAt;
    actor: string;
    action: string;
    subject: string;
    detail: ColumnType<AuditRecord["detail"], string, never>;
  };
  nonces: { key_id: string; nonce: string; seen_at: CreatedAt };
  list_sizes: { owner: string; list: string; total: number };
  wallets: {
    id: string;
    merchant_id: string;
    type: WalletType;
    name: string | null;
    status: ColumnType<WalletStatus, never, WalletStatus>;
    has_payment_password: ColumnType<boolean, never, boolean>;
    is_frozen: ColumnType<boolean, never, boolean>;
    position: number | null;
    created_at: CreatedAt;
  };
  payment_passwords: {
    wallet_id: string;
    merchant_id: string;
    hash: string;
    tries_left: number;
    tried_at: ColumnType<Date | null, never, Date>;
  };
  random_keys: {
    id: string;
    merchant_id: string;
    wallet_id: string;
    random_key_sealed: ColumnType<string | null, string, null>;
    status: ColumnType<RandomKeyStatus, never, RandomKeyStatus>;
    expires_at: ColumnType<Date, never, never>;
    used_at: ColumnType<Date | null, never, Date>;
  };
  accounts: {
    id: GeneratedAlways<number>;
    merchant_id: string;
    wallet_id: string | null;
    role: "wallet" | "adjustment" | "settlement" | "alipay" | "wechat" | "fee";
    currency: Currency;
    posted: ColumnType<number, never, never>;
    held: ColumnType<number, never, never>;
    version: ColumnType<number, never, never>;
    guarded: GeneratedAlways<boolean>;
  };
  ledger_entries: {
    id: GeneratedAlways<number>;
    merchant_id: string;
    kind: EntryKind;
    reference: string;
    currency: Currency;
    created_at: CreatedAt;
  };
  postings: {
    entry_id: number;
    account_id: number;
    merchant_id: string;
    currency: Currency;
    amount: number;
    position: ColumnType<number, never, never>;
    balance_after: ColumnType<number, never, never>;
  };
  idempotency_keys: {
    merchant_id: string;
    key: string;
    operation: string;
    content_sha256: Buffer;
    seed: string;
    attempt: ColumnType<number, never, number>;
    locked_until: Date;
    answer_sealed: ColumnType<string | null, never, string>;
    created_at: CreatedAt;
  };
  holds: {
    reference: string;
    merchant_id: string;
    account_id: number;
    currency: Currency;
    amount: number;
    state: ColumnType<"pending" | "captured" | "released", never, "captured" | "released">;
    created_at: CreatedAt;
    ended_at: ColumnType<Date | null, never, Date>;
  };
  transfers: {
    id: string;
    merchant_id: string;
    wallet_id: string;
    to_wallet_id: string | null;
    to_account: string | null;
    to_name: string | null;
    channel: Channel;
    transfer_no: string;
    amount: number;
    currency: Currency;
    remark: string | null;
    status: TransferStatus;
    action_url: ColumnType<string | null, never, string | null>;
    failure: Json<StoredTransfer["failure"]>;
    position: number;
    to_position: number | null;
    created_at: CreatedAt;
    succeeded_at: Date | null;
  };
  settles: {
    id: string;
    merchant_id: string;
    type: SettleType;
    account_name: string;
    account_no: string;
    bank_name: string | null;
    status: SettleStatus;
    created_at: CreatedAt;
  };
  settle_bindings: {
    settle_id: string;
    wallet_id: string;
    merchant_id: string;
    position: number;
    status: ColumnType<SettleStatus, SettleStatus, never>;
  };
  withdrawals: {
    id: string;
    merchant_id: string;
    wallet_id: string;
    settle_id: string;
    withdrawal_no: string;
    amount: number;
    currency: Currency;
    status: ColumnType<WithdrawalStatus, never, WithdrawalStatus>;
    position: number;
    created_at: CreatedAt;
    resolved_at: ColumnType<Date | null, never, Date>;
  };
  charges: {
    id: string;
    merchant_id: string;
    wallet_id: string;
    payer_wallet_id: string | null;
    channel: Channel;
    order_no: string;
    amount: number;
    currency: Currency;
    fee: number;
    amount_refunded: ColumnType<number, never, number>;
    amount_refunding: ColumnType<number, never, number>;
    status: ChargeStatus;
    subject: string | null;
    method: PaymentMethod | null;
    payer_id: string | null;
    expires_in: number | null;
    expires_at: Date | null;
    action: Json<PayerAction | null>;
    channel_transaction_id: ColumnType<string | null, never, string | null>;
    failure: Json<StoredCharge["failure"]>;
    position: number;
    payer_position: number | null;
    created_at: CreatedAt;
    paid_at: Date | null;
  };
  recharges: {
    id: string;
    merchant_id: string;
    wallet_id: string;
    channel: PaymentChannel;
    order_no: string;
    amount: number;
    currency: Currency;
    status: RechargeStatus;
    subject: string | null;
    method: PaymentMethod;
    payer_id: string | null;
    expires_in: number;
    expires_at: Date;
    action: Json<PayerAction | null>;
    channel_transaction_id: ColumnType<string | null, never, string | null>;
    failure: Json<StoredRecharge["failure"]>;
    position: number;
    created_at: CreatedAt;
    paid_at: ColumnType<Date | null, never, Date>;
  };
  red_envelopes: {
    id: string;
    merchant_id: string;
    wallet_id: string;
    channel: PaymentChannel;
    red_envelope_no: string;
    to_account: string;
    amount: number;
    currency: Currency;
    amount_returned: ColumnType<number, never, number>;
    greeting: string;
    status: RedEnvelopeStatus;
    failure: Json<StoredRedEnvelope["failure"]>;
    position: number;
    created_at: CreatedAt;
    sent_at: ColumnType<Date | null, never, Date>;
    ended_at: ColumnType<Date | null, never, Date>;
  };
  channel_accounts: {
    merchant_id: string;
    channel: PaymentChannel;
    wallet_id: string;
    /** JSON, sealed by the SecretBox. */
    parameters_sealed: string;
    fee_bps: number;
    updated_at: ColumnType<Date, never, Date>;
  };
  notifications: {
    merchant_id: string;
    channel: PaymentChannel;
    notify_id: string;
    kind: NotificationRecord["kind"];
    no: string;
    verdict: NotificationRecord["verdict"];
    times: ColumnType<number, never, number>;
    first_at: CreatedAt;
    last_at: ColumnType<Date, never, Date>;
  };
  events: {
    id: ColumnType<string, never, never>;
    merchant_id: string;
    wallet_id: string;
    type: string;
    resource: EventResource;
    resource_id: string;
    data: ColumnType<Record<string, unknown>, string, never>;
    request_id: string | null;
    position: number;
    created_at: CreatedAt;
  };
  webhook_endpoints: {
    id: string;
    merchant_id: string;
    wallet_id: string;
    url: string;
    event_types: ColumnType<EventType[] | null, readonly EventType[] | null, never>;
    description: string | null;
    secrets_sealed: string;
    status: ColumnType<WebhookEndpointStatus, never, WebhookEndpointStatus>;
    disabled_reason: ColumnType<DisabledReason | null, never, DisabledReason | null>;
    disabled_at: ColumnType<Date | null, never, Date | null>;
    position: number;
    created_at: CreatedAt;
  };
  webhook_deliveries: {
    id: ColumnType<string, never, never>;
    number: GeneratedAlways<number>;
    merchant_id: string;
    endpoint_id: string;
    event_id: string;
    resource_id: string;
    status: ColumnType<WebhookDeliveryStatus, never, WebhookDeliveryStatus>;
    tries: ColumnType<number, never, number>;
    next_at: ColumnType<Date, Date | undefined, Date>;
    created_at: CreatedAt;
    ended_at: ColumnType<Date | null, never, Date | null>;
  };
  webhook_attempts: {
    delivery_id: string;
    at: CreatedAt;
    status: number | null;
    error: string | null;
    duration_ms: number;
  };
  channel_calls: Omit<StoredChannelCall, "number"> & { number: GeneratedAlways<number> };
  code_counts: { minute: Date; code: number; total: number };
  requests: Omit<StoredRequest, "number"> & { number: GeneratedAlways<number> };
  ledger_checks: {
    number: GeneratedAlways<number>;
    at: CreatedAt;
    entries: number;
    postings: number;
    accounts: number;
    violations: number;
    duration_ms: number;
  };
  refunds: {
    id: string;
    merchant_id: string;
    charge_id: string;
    wallet_id: string;
    payer_wallet_id: string | null;
    channel: Channel;
    refund_no: string;
    amount: number;
    currency: Currency;
    status: RefundStatus;
    reason: string | null;
    failure: Json<StoredRefund["failure"]>;
    position: number;
    payer_position: number | null;
    created_at: CreatedAt;
    succeeded_at: Date | null;
  };
  /** A view: what goes through payment channels. */
  channel_movements: {
    id: string;
    merchant_id: string;
    channel: PaymentChannel;
    amount: number;
    currency: Currency;
    created_at: Date;
    booked_at: Date | null;
    kind: StatementKind;
  };
  statements: {
    id: GeneratedAlways<number>;
    merchant_id: string;
    channel: PaymentChannel;
    date: string;
    fetched_at: Date;
    total: ColumnType<number, never, number>;
  };
  statement_entries: {
    statement_id: number;
    position: number;
    merchant_id: string;
    kind: StatementKind;
    id: string | null;
    no: string | null;
    transaction_id: string | null;
    amount: number | null;
    currency: string | null;
    occurred_at: Date | null;
  };
  /** Of pg-boss, with the columns that we fill ourselves, see jobs.ts. */
  "pgboss.job": {
    name: string;
    data: ColumnType<Job, string, never>;
    start_after: Date;
    retry_limit: number;
    retry_delay: number;
    retry_backoff: boolean;
    retry_delay_max: number;
    heartbeat_seconds: number;
    expire_seconds: number;
    deletion_seconds: number;
  };
}
