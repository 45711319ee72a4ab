/*
 * What releases wrote, by the number of their last migration: each one's new tables, in the words
 * that were right then. Rows that a later migration counts, renames or copies are among them.
 */

/** Into the first wallet's account, from outside. */
const funds = `
  insert into accounts (merchant_id, wallet_id, role, currency)
    select 'mer', id, 'wallet', 'CNY' from wallets;
  insert into accounts (merchant_id, role, currency) values ('mer', 'adjustment', 'CNY');
  insert into ledger_entries (merchant_id, kind, reference, currency)
    select 'mer', 'adjustment', 'funds ' || id, 'CNY' from wallets;
  insert into postings (entry_id, account_id, merchant_id, currency, amount)
    select entry.id, account.id, 'mer', 'CNY',
      case account.role when 'wallet' then 1000000000 else -1000000000 end
    from ledger_entries entry join accounts account on account.role = 'adjustment'
      or entry.reference = 'funds ' || account.wallet_id
    order by account.role desc, account.id`;

/**
 * So many payments, of two users in turn: written past the triggers, which would take their time,
 * with what those would have made of it.
 */
const paymentsOf = (movements: number) => `
  set local session_replication_role = replica;
  insert into charges (id, merchant_id, wallet_id, payer_wallet_id, channel, order_no, amount,
      currency, status, position, payer_position, paid_at)
    select 'old_' || n, 'mer', 'shop', 'user' || n % 2, 'balance', 'old ' || n, 7, 'CNY', 'paid',
      n, (n + 1) / 2, now()
    from generate_series(1, ${movements}) n;
  insert into list_sizes select wallet_id, 'charges', count(*) from charges group by 1
    union all select payer_wallet_id, 'charges', count(*) from charges group by 1;
  insert into ledger_entries (merchant_id, kind, reference, currency)
    select 'mer', 'charge', id, 'CNY' from charges order by position;
  insert into postings
    select entry.id, account.id, 'mer', 'CNY', 7, position + 1, posted + 7 * position
    from charges charge join accounts account on account.wallet_id = charge.wallet_id
      join ledger_entries entry on entry.reference = charge.id
    union all
    select entry.id, account.id, 'mer', 'CNY', -7, payer_position + 1, posted - 7 * payer_position
    from charges charge join accounts account on account.wallet_id = charge.payer_wallet_id
      join ledger_entries entry on entry.reference = charge.id;
  update accounts set version = written.version, posted = posted + written.amount
    from (select account_id, max(position) as version, sum(amount) as amount from postings
      where abs(amount) = 7 group by 1) written
    where id = account_id;
  set local session_replication_role = origin;
  insert into refunds (id, merchant_id, charge_id, wallet_id, payer_wallet_id, refund_no, amount,
      currency, status, position, payer_position, succeeded_at)
    select 'back', 'mer', 'old_1', 'shop', 'user1', 'back', 7, 'CNY', 'succeeded',
      next_position('shop', 'refunds'), next_position('user1', 'refunds'), now();
  update charges set status = 'refunded', amount_refunded = 7 where id = 'old_1';
  insert into ledger_entries (merchant_id, kind, reference, currency)
    values ('mer', 'refund', 'back', 'CNY');
  insert into postings (entry_id, account_id, merchant_id, currency, amount)
    select entry.id, account.id, 'mer', 'CNY', case account.wallet_id when 'shop' then -7 else 7 end
    from ledger_entries entry join accounts account on account.wallet_id in ('shop', 'user1')
    where entry.reference = 'back' order by account.id`;

/** What each release wrote into the tables that it brought. */
export const releases = (movements: number): ReadonlyMap<number, string> =>
  new Map([
    [1, "insert into merchants values ('mer', 'M', 'live')"],
    [
      2,
      `insert into wallets (id, merchant_id, type) values ('shop', 'mer', 'merchant');
      insert into wallets (id, merchant_id, type, position)
        select 'user' || n, 'mer', 'user', next_position('mer', 'wallets')
        from generate_series(0, 4) n`,
    ],
    [3, funds],
    [4, paymentsOf(movements)],
    [
      5,
      `insert into settles values ('set', 'mer', 'alipay', 'A', '1234', null, 'active');
      insert into settle_bindings values ('set', 'user0', 'mer', next_position('user0', 'settles'));
      insert into withdrawals (id, merchant_id, wallet_id, settle_id, withdrawal_no, amount,
          currency, position)
        values ('out', 'mer', 'user0', 'set', 'out', 5, 'CNY',
          next_position('user0', 'withdrawals'));
      insert into holds (reference, merchant_id, account_id, currency, amount)
        select 'out', 'mer', id, 'CNY', 5 from accounts where wallet_id = 'user0'`,
    ],
    [
      6,
      `insert into idempotency_keys (merchant_id, key, operation, content_sha256, seed,
          locked_until, answer)
        select 'mer', 'key ' || n, 'charges.create', sha256('c'), 's', now(), '{"ok":true}'
        from generate_series(1, ${movements}) n`,
    ],
    [
      7,
      `insert into transfers (id, merchant_id, wallet_id, to_wallet_id, channel, transfer_no,
          amount, currency, status, position, to_position, succeeded_at)
        values ('moved', 'mer', 'user0', 'user1', 'balance', 'moved', 3, 'CNY', 'succeeded',
          next_position('user0', 'transfers'), next_position('user1', 'transfers'), now());
      insert into ledger_entries (merchant_id, kind, reference, currency)
        values ('mer', 'transfer', 'moved', 'CNY');
      insert into postings (entry_id, account_id, merchant_id, currency, amount)
        select entry.id, account.id, 'mer', 'CNY',
          case account.wallet_id when 'user0' then -3 else 3 end
        from ledger_entries entry join accounts account on account.wallet_id in ('user0', 'user1')
        where entry.reference = 'moved' order by account.id`,
    ],
    [
      8,
      `insert into random_keys (id, merchant_id, wallet_id, random_key, used_at, expires_at)
        values ('used', 'mer', 'user0', 'r', now(), now()), ('late', 'mer', 'user0', 'r', null, now()),
          ('new', 'mer', 'user0', 'r', null, now() + interval '1 hour')`,
    ],
    [
      9,
      `insert into channel_accounts values ('mer', 'alipay', 'shop', '{"app_id":"a"}', 60);
      insert into recharges (id, merchant_id, wallet_id, channel, order_no, amount, currency,
          status, method, position, expires_in, expires_at)
        select 'rch_' || n, 'mer', 'user0', 'wechat', 'rch ' || n, 1, 'CNY', 'closed', 'qr', n, 60,
          now()
        from generate_series(1, ${movements}) n;
      insert into events (merchant_id, wallet_id, type, resource, resource_id, data, position)
        select 'mer', 'user0', 'recharge.closed', 'recharge', id, '{}', position from recharges;
      insert into list_sizes
        values ('user0', 'recharges', ${movements}), ('user0', 'events', ${movements})`,
    ],
  ]);
