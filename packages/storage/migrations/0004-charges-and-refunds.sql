create table charges (
  id text primary key,
  merchant_id text not null references merchants,
  wallet_id text not null,
  payer_wallet_id text,
  channel text not null check (channel in ('alipay', 'wechat', 'balance')),
  order_no text not null check (length(order_no) between 1 and 64),
  amount bigint not null check (amount between 1 and 9007199254740991),
  currency char(3) not null,
  amount_refunded bigint not null default 0 check (amount_refunded >= 0),
  status text not null check (
    status in ('created', 'waiting', 'paid', 'partly_refunded', 'refunded', 'closed', 'expired')
  ),
  subject text,
  -- Its place in the list of each wallet that takes part.
  position bigint not null,
  payer_position bigint,
  created_at timestamptz not null default now(),
  paid_at timestamptz,
  constraint charges_order_no unique (merchant_id, order_no),
  constraint refund_cap check (amount_refunded <= amount),
  constraint charges_by_balance check (channel <> 'balance' or payer_wallet_id is not null),
  constraint charges_parties check (payer_wallet_id <> wallet_id),
  constraint charges_paid check (
    (status in ('paid', 'partly_refunded', 'refunded')) = (paid_at is not null)
  ),
  constraint charges_refunded check (
    case status
      when 'partly_refunded' then amount_refunded between 1 and amount - 1
      when 'refunded' then amount_refunded = amount
      else amount_refunded = 0
    end
  ),
  unique (id, merchant_id),
  unique (wallet_id, position),
  unique (payer_wallet_id, payer_position),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id),
  foreign key (payer_wallet_id, merchant_id) references wallets (id, merchant_id)
) with (fillfactor = 80);

create table refunds (
  id text primary key,
  merchant_id text not null references merchants,
  charge_id text not null,
  wallet_id text not null,
  payer_wallet_id text,
  refund_no text not null check (length(refund_no) between 1 and 64),
  amount bigint not null check (amount between 1 and 9007199254740991),
  currency char(3) not null,
  status text not null check (
    status in ('pending', 'wait_operation', 'succeeded', 'refused', 'failed', 'abnormal')
  ),
  reason text,
  position bigint not null,
  payer_position bigint,
  created_at timestamptz not null default now(),
  succeeded_at timestamptz,
  constraint refunds_refund_no unique (merchant_id, refund_no),
  constraint refunds_succeeded check ((status = 'succeeded') = (succeeded_at is not null)),
  unique (wallet_id, position),
  unique (payer_wallet_id, payer_position),
  foreign key (charge_id, merchant_id) references charges (id, merchant_id),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id),
  foreign key (payer_wallet_id, merchant_id) references wallets (id, merchant_id)
);
create index refunds_charge on refunds (charge_id);
