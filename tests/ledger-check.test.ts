import { channelNo, type LedgerProgress, type LedgerViolation } from "@purse/core";
import { pino } from "pino";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { type TestPurse, usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";
import { tamper, tamperWallet } from "./harness/tamper.ts";

const sum = "an entry's postings sum to zero and are at least two";
const last = "an account's balance and version are those of its last posting";
const running = "a posting's balance_after follows from the one before";
const zero = "the accounts of a currency sum to zero";
const overdrawn = "no wallet is overdrawn";
const refunded = "what a charge has refunded is the sum of its refunds";
const counted = "the rows of a list in a state are as many as its counters say";
const summed = "the counters of a list add up to its size";
const entriesOf = (kind: string, table: string) =>
  `${kind} entries are those of ${table} that happened, with their amounts`;
const heldOf = (table: string) => `the money of ${table} is held, gone or free as their state says`;

/** Changes that only whoever owns the database can make, and the rule that each breaks. */
const changes = [
  ["update postings set amount = amount + 1 where amount > 0 and balance_after = 700", sum],
  ["delete from postings where amount = -700", sum],
  ["update accounts set posted = posted + 1", last],
  ["update accounts set version = version + 1", last],
  ["update accounts set posted = posted + 1 where role = 'adjustment'", zero],
  [
    `alter table accounts drop constraint no_overdraft;
      update accounts set held = posted + 1 where guarded`,
    overdrawn,
  ],
  ["update accounts set held = held + 1", "what an account holds is the sum of its pending holds"],
  ["update postings set balance_after = balance_after + 1", running],
  ["delete from postings where position = 1", running],
  ["update refunds set amount = amount + 1", refunded],
  ["update charges set amount_refunding = amount_refunding + 1", refunded],
  ["delete from ledger_entries where kind = 'charge'", entriesOf("charge", "charges")],
  ["update charges set fee = fee + 1", entriesOf("fee", "charges")],
  ["delete from ledger_entries where kind = 'recharge'", entriesOf("recharge", "recharges")],
  ["update recharges set status = 'closed', paid_at = null", entriesOf("recharge", "recharges")],
  [
    "update ledger_entries set reference = 'ref_0' where kind = 'refund'",
    entriesOf("refund", "refunds"),
  ],
  [
    "update ledger_entries set kind = 'adjustment' where kind = 'charge'",
    entriesOf("charge", "charges"),
  ],
  ["update transfers set amount = amount + 1", entriesOf("transfer", "transfers")],
  [
    "delete from ledger_entries where kind = 'red_envelope'",
    entriesOf("red_envelope", "red_envelopes"),
  ],
  [
    "update red_envelopes set amount_returned = amount_returned + 1",
    entriesOf("red_envelope_return", "red_envelopes"),
  ],
  [
    "update holds set state = 'released', ended_at = now() where state = 'pending'",
    heldOf("refunds"),
  ],
  ["delete from holds where state = 'captured'", heldOf("transfers")],
  ["update withdrawals set amount = amount + 1", heldOf("withdrawals")],
  ["update red_envelopes set amount = amount + 1", heldOf("red_envelopes")],
  ["update wallets set status = 'disabled'", counted],
  ["update list_states set total = total + 1 where list = 'settles'", counted],
  ["delete from list_states where list = 'charges'", summed],
  ["update refunds set payer_position = payer_position + 1", summed],
] as const;

const channel = new ScriptedChannel();

/** One of everything that moves or holds money, through a channel and by balance. */
async function moveMoney(purse: TestPurse): Promise<void> {
  const merchant = await purse.merchant();
  await openAccounts(purse, merchant, 60);
  const [wallet_id] = merchant.user_wallet_ids;
  const key = merchant.api_key;
  const post = async (path: string, body: object) =>
    (await purse.call("POST", path, { key, body })).data;
  const byBalance = await post("/v1/charges", { ...payment(merchant), amount: 700 });
  await post("/v1/refunds", { charge_id: byBalance.id, refund_no: "r", amount: 200 });
  const { payer_wallet_id: _, ...body } = payment(merchant);
  const paid = async (path: string, request: object) => {
    const { id } = await post(path, { ...body, ...request, channel: "wechat" });
    channel.take(channelNo(id));
    await purse.call("GET", `${path}/${id}`, { key });
    return id;
  };
  const charge_id = await paid("/v1/charges", { amount: 900 });
  await paid("/v1/recharges", { wallet_id, amount: 50 });
  channel.next("refund", { state: "unknown", key: "refund_pending" });
  await post("/v1/refunds", { charge_id, refund_no: "open", amount: 30 });
  const out = { wallet_id, channel: "wechat", to_account: "o", amount: 10 };
  await post("/v1/transfers", { ...out, transfer_no: "t" });
  const { id } = await post("/v1/red-envelopes", { ...out, red_envelope_no: "e", greeting: "g" });
  channel.next("queryRedEnvelope", { state: "succeeded", fate: { returned: 4 } });
  await purse.call("GET", `/v1/red-envelopes/${id}`, { key });
  const object = { type: "bank_account", account_name: "A", account_no: "12345678" };
  const { id: settle_id } = await post("/v1/settles", object);
  await post(`/v1/settles/${settle_id}/bind`, { wallet_id });
  await post("/v1/withdrawals", { wallet_id, settle_id, withdrawal_no: "w", amount: 10 });
}

/** So many adjustments by 1 of one of the merchant's wallets. */
function adjustOften({ database }: TestPurse, merchantId: string, often: number): Promise<void> {
  return database.sqlTransaction(({ run }) =>
    run(`
      with entry as (
        insert into ledger_entries (merchant_id, kind, reference, currency)
        select '${merchantId}', 'adjustment', 'often ' || n, 'CNY'
        from generate_series(1, ${often}) n
        returning id, merchant_id, currency
      )
      insert into postings (entry_id, account_id, merchant_id, currency, amount)
        select entry.id, account.id, merchant_id, currency,
          case account.role when 'adjustment' then -1 else 1 end
        from entry
          join lateral (select id, role from accounts
            where role = 'adjustment'
              or id = (select min(id) from accounts where role = 'wallet')) account on true
        order by entry.id`),
  );
}

/** Keeps all rows aside, and a constraint that a change drops. */
function keepRows({ database }: TestPurse): Promise<void> {
  return database.sqlTransaction(({ run }) =>
    run(`
      create schema kept;
      create table kept.constraints as
        select conname, pg_get_constraintdef(oid) as definition from pg_constraint
        where conrelid = 'accounts'::regclass and conname = 'no_overdraft';
      ${eachTable("execute format('create table kept.%1$I as table public.%1$I', name);")}`),
  );
}

/** Makes everything what it was when its rows were kept. */
function restoreRows(purse: TestPurse): Promise<void> {
  return tamper(
    purse,
    `${eachTable(`
      execute format('delete from public.%I', name);
      select string_agg(quote_ident(column_name), ',') into columns
        from information_schema.columns
        where table_schema = 'public' and table_name = name and is_generated = 'NEVER';
      execute format('insert into public.%1$I (%2$s) overriding system value
        select %2$s from kept.%1$I', name, columns);`)}
    alter table accounts drop constraint if exists no_overdraft;
    do $$ begin
      execute (select format('alter table accounts add constraint %I %s', conname, definition)
        from kept.constraints);
    end $$`,
  );
}

/** A statement that does something for every table of Purse's, by its name. */
function eachTable(work: string): string {
  return `do $$ declare name text; columns text; begin
    for name in select relname from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'
    loop ${work} end loop;
  end $$;`;
}

describe("the ledger check", () => {
  const purse = usePurse({ channels: { wechat: channel } });
  beforeAll(async () => {
    await moveMoney(purse);
    await keepRows(purse);
  });
  afterEach(() => restoreRows(purse));

  test.each(changes)("finds %s", async (statement, rule) => {
    expect(await purse.house.core.checkLedger()).toMatchObject({ ok: true, violations: [] });
    await tamper(purse, statement);
    const report = await purse.house.core.checkLedger();
    expect(report.ok).toBe(false);
    expect(report.violations.map((violation) => violation.rule)).toContain(rule);
  });
});

describe("a ledger of more than one batch", () => {
  const purse = usePurse();
  const entries = 5_100;

  beforeAll(async () => {
    const { merchant_id } = await purse.merchant();
    await adjustOften(purse, merchant_id, entries);
  });

  async function check() {
    const progress = new Map<string, LedgerProgress[]>();
    const violations: LedgerViolation[] = [];
    const report = await purse.house.core.checkLedger({
      onProgress: (heard) => progress.set(heard.rule, [...(progress.get(heard.rule) ?? []), heard]),
      onViolation: (heard) => violations.push(heard),
    });
    return { report, progress, violations };
  }

  test("is looked at to its end by every rule that a change above breaks, in the process batch by batch", async () => {
    const { report, progress } = await check();
    const checked = { entries: entries + 2, postings: 2 * entries + 4, accounts: 3 };
    expect(report).toEqual({ ok: true, checked, violations: [] });
    expect([...progress.keys()].toSorted()).toEqual(
      [...new Set(changes.map(([, rule]) => rule))].toSorted(),
    );
    for (const heard of progress.values()) {
      const { total } = heard[0]!;
      const batchSize = purse.database.isInProcess ? 5_000 : Math.max(1, total);
      const batches = Array.from({ length: Math.ceil(total / batchSize) }, (_, index) =>
        Math.min(total, batchSize * (index + 1)),
      );
      expect(heard.map((each) => each.checked)).toEqual([0, ...batches]);
    }
    expect(progress.get(running)?.at(-1)?.total).toBe(checked.postings);
    expect(progress.get(sum)?.at(-1)?.total).toBe(checked.entries);
  });

  test("is told of every row that is broken, the report keeps to the first hundred a rule", async () => {
    const rows = "update postings set balance_after = balance_after";
    const of = "where account_id = (select id from accounts where role = 'adjustment')";
    // From here to there every other posting, over the border of two batches.
    const some = `${of} and position % 2 = 0 and position between 4900 and 5100`;
    await tamper(purse, `${rows} + 1 ${some}`);
    const { report, violations } = await check();
    await tamper(purse, `${rows} - 1 ${some}`);
    // Each of the 101 does not follow from the one before, nor the one after from it.
    expect(new Set(violations.map(({ subject }) => subject)).size).toBe(202);
    expect(violations).toHaveLength(202);
    expect(report.violations).toEqual(violations.slice(0, 100));
  });
});

describe("a tampered entry", () => {
  const purse = usePurse();

  test("stops new movements of its wallets until the books are mended", async () => {
    const merchant = await purse.merchant();
    const other = await purse.merchant();
    const pay = (by: typeof merchant) =>
      purse.call("POST", "/v1/charges", { key: by.api_key, body: payment(by) });
    expect((await pay(merchant)).status).toBe(200);
    expect((await pay(other)).status).toBe(200);
    await tamperWallet(purse, merchant.merchant_wallet_id, 1);
    const { core } = purse.house;
    const report = await core.checkLedgerWhenDue();
    expect(report?.violations.map(({ rule }) => rule)).toContain(sum);
    expect(await core.checkLedgerWhenDue()).toBeUndefined();
    const refused = await pay(merchant);
    expect([refused.status, refused.key]).toEqual([402, "wallet_not_use"]);
    expect(refused.error?.message).toContain("its books do not balance");
    expect((await pay(other)).status).toBe(200);
    await tamperWallet(purse, merchant.merchant_wallet_id, -1);
    expect(await core.checkLedger()).toMatchObject({ ok: true });
    expect((await pay(merchant)).status).toBe(200);
  });

  test("is looked for by a worker as soon as it is time", async () => {
    const checks = async () =>
      (await purse.database.executeSql("select number from ledger_checks")).rows.length;
    const before = await checks();
    await purse.database.executeSql("update ledger_checks set at = now() - interval '1 minute'");
    const close = await purse.house.startWorker(pino({ level: "silent" }));
    try {
      await expect.poll(checks, { timeout: 5000 }).toBe(before + 1);
    } finally {
      await close();
    }
  });
});
