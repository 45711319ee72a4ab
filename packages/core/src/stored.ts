import type {
  Channel,
  ChargeStatus,
  Currency,
  EntryKind,
  RefundStatus,
  SettleStatus,
  SettleType,
  TransferStatus,
  WalletStatus,
  WalletType,
  WithdrawalStatus,
} from "@purse/contract";

// What use-cases write and read: `New…` as it goes in, `Stored…` as it comes back.

export interface NewWallet {
  readonly id: string;
  readonly type: WalletType;
  readonly name: string | null;
}

export interface StoredWallet extends NewWallet {
  readonly status: WalletStatus;
  readonly has_payment_password: boolean;
  readonly created_at: Date;
}

export interface StoredBalance {
  readonly wallet_id: string;
  readonly currency: Currency;
  readonly available: number;
  readonly held: number;
}

export interface NewCharge {
  readonly id: string;
  readonly wallet_id: string;
  readonly payer_wallet_id: string | null;
  readonly channel: Channel;
  readonly order_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly subject: string | null;
  readonly status: ChargeStatus;
}

export interface StoredCharge extends NewCharge {
  readonly amount_refunded: number;
  readonly created_at: Date;
  readonly paid_at: Date | null;
}

export interface NewRefund {
  readonly id: string;
  readonly charge_id: string;
  readonly wallet_id: string;
  readonly payer_wallet_id: string | null;
  readonly refund_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly reason: string | null;
  readonly status: RefundStatus;
}

export interface StoredRefund extends NewRefund {
  readonly created_at: Date;
  readonly succeeded_at: Date | null;
}

export interface NewSettle {
  readonly id: string;
  readonly type: SettleType;
  readonly account_name: string;
  readonly account_no: string;
  readonly bank_name: string | null;
  readonly status: SettleStatus;
}

export interface StoredSettle extends NewSettle {
  readonly created_at: Date;
}

export interface NewWithdrawal {
  readonly id: string;
  readonly wallet_id: string;
  readonly settle_id: string;
  readonly withdrawal_no: string;
  readonly amount: number;
  readonly currency: Currency;
}

export interface StoredWithdrawal extends NewWithdrawal {
  readonly status: WithdrawalStatus;
  readonly created_at: Date;
  readonly resolved_at: Date | null;
}

/** A posting to a wallet's account, with what its entry says of it. */
export interface StoredTransaction {
  readonly position: number;
  readonly kind: EntryKind;
  readonly reference: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly balance_after: number;
  readonly created_at: Date;
}

export interface NewTransfer {
  readonly id: string;
  readonly wallet_id: string;
  readonly to_wallet_id: string | null;
  readonly channel: Channel;
  readonly transfer_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly remark: string | null;
  readonly status: TransferStatus;
}

export interface StoredTransfer extends NewTransfer {
  readonly created_at: Date;
  readonly succeeded_at: Date | null;
}

export interface NewRandomKey {
  readonly id: string;
  readonly wallet_id: string;
  readonly random_key: string;
}
