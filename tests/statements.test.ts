import { randomUUID } from "node:crypto";
import type { ErrorKey } from "@purse/contract";
import { type ChannelEntry, channelNo, type StatementOutcome } from "@purse/core";
import fc from "fast-check";
import { sql } from "kysely";
import { beforeEach, describe, expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const clock = { now: () => new Date() };
const purse = usePurse({ channels: { alipay: channel, wechat: channel }, now: () => clock.now() });

beforeEach(() => {
  clock.now = () => new Date();
  channel.statementsAsked.length = 0;
});

/** A day long over, to which tests move what they make. */
const day = "2026-03-10";
const at = (time: string, date = day) => new Date(`${date}T${time}+08:00`);

interface Item {
  readonly id: string | null;
  readonly no: string;
  readonly amount: number | null;
  readonly channel_amount: number | null;
  readonly difference: string;
}

async function merchant() {
  const made = await purse.merchant();
  await openAccounts(purse, made);
  const key = made.api_key;
  const [wallet_id = ""] = made.user_wallet_ids;
  async function post(path: string, body: object): Promise<string> {
    const { data, error } = await purse.call("POST", path, { key, body });
    if (error !== undefined) throw error;
    return data.id;
  }
  const get = (path: string) => purse.call("GET", path, { key });
  const out = { wallet_id, channel: "wechat", amount: 100 };
  const { payer_wallet_id: _, ...charge } = { ...payment(made), channel: "wechat" };
  async function paid(path: string, body: object): Promise<string> {
    const id = await post(path, { ...body, order_no: randomUUID() });
    channel.take(channelNo(id));
    await get(`${path}/${id}`);
    return id;
  }
  function ask(query: string, wallet = made.merchant_wallet_id) {
    return get(`/v1/statements/list/${wallet}?${query}`);
  }
  return {
    ...made,
    account: `wechat ${made.merchant_id}`,
    charge: () => paid("/v1/charges", charge),
    openCharge: (more = {}) => post("/v1/charges", { ...charge, order_no: randomUUID(), ...more }),
    recharge: () => paid("/v1/recharges", out),
    refund: (charge_id: string, amount: number) =>
      post("/v1/refunds", { charge_id, refund_no: randomUUID(), amount }),
    transfer: (more = {}) =>
      post("/v1/transfers", { ...out, to_account: "o", transfer_no: randomUUID(), ...more }),
    redEnvelope: () =>
      post("/v1/red-envelopes", {
        ...out,
        to_account: "o",
        greeting: "Luck",
        red_envelope_no: randomUUID(),
      }),
    ask,
    async list(date = day, page = 1, count = 100, through = "wechat") {
      const { data, error } = await ask(
        `channel=${through}&date=${date}&page=${page}&count=${count}`,
      );
      if (error !== undefined) throw error;
      return data as { items: Item[]; total: number };
    },
  };
}

/** Moves what was booked here to another time, and with it its making. */
async function moveHere(id: string, booked: Date, made: Date = booked): Promise<void> {
  const tables = { chg: "charges", rch: "recharges", ref: "refunds", trf: "transfers" };
  const table = { ...tables, red: "red_envelopes" }[id.slice(0, 3)]!;
  const column = { charges: "paid_at", recharges: "paid_at", red_envelopes: "sent_at" }[table];
  const time = sql.id(column ?? "succeeded_at");
  await sql`update ${sql.table(table)} set ${time} = ${booked}, created_at = ${made}
    where id = ${id}`.execute(purse.database.db);
}

/** Moves a movement to a time, on both sides. */
async function move(id: string, time: Date): Promise<void> {
  await moveHere(id, time);
  channel.amend(channelNo(id), { occurred_at: time });
}

/** Records in the channel's books that nothing of ours is behind. */
function strangers(count: number, account: string): (ChannelEntry & { account: string })[] {
  return Array.from({ length: count }, (_, n) => ({
    account,
    kind: "payment" as const,
    no: `shop-${n}`,
    transaction_id: `txn-shop-${n}`,
    amount: n,
    currency: "CNY",
    occurred_at: new Date(at("00:00:00").getTime() + n),
  }));
}

const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe("a day of a channel", () => {
  test("has every kind of movement through it, as both sides have it", async () => {
    const m = await merchant();
    const charge = await m.charge();
    const refund = await m.refund(charge, 30);
    const all = [charge, await m.recharge(), refund, await m.transfer(), await m.redEnvelope()];
    await m.transfer({ channel: "alipay" });
    const [, friend] = m.user_wallet_ids;
    await m.transfer({ channel: "balance", to_account: undefined, to_wallet_id: friend });
    for (const [n, id] of all.entries()) await move(id, at(`09:00:0${n}`));
    const { items, total } = await m.list();
    expect(total).toBe(5);
    expect(items[2]).toEqual({
      kind: "refund",
      id: refund,
      no: channelNo(refund),
      transaction_id: `refund-${channelNo(refund)}`,
      amount: 30,
      channel_amount: 30,
      currency: "CNY",
      occurred_at: at("09:00:02").toISOString(),
      booked_at: at("09:00:02").toISOString(),
      difference: "none",
    });
    expect(items.map(({ id }) => id)).toEqual(all);
    expect(items.map(({ amount }) => amount)).toEqual([100, 100, 30, 100, 100]);
    expect(new Set(items.map(({ difference }) => difference))).toEqual(new Set(["none"]));
    expect((await m.list("2026-03-09")).total).toBe(0);
    expect((await m.list(day, 1, 100, "alipay")).total).toBe(0);
  });

  test("runs from midnight to midnight in UTC+8", async () => {
    const m = await merchant();
    const times = [at("23:59:59.999", "2026-03-09"), at("00:00:00"), at("23:59:59.999")];
    const ids = [];
    for (const time of [...times, at("00:00:00", "2026-03-11")]) {
      const id = await m.transfer();
      await moveHere(id, time);
      channel.entries.splice(0);
      ids.push(id);
    }
    const { items } = await m.list();
    expect(items.map(({ id }) => id)).toEqual(ids.slice(1, 3));
  });

  test("is read page by page with one question to the channel", async () => {
    const m = await merchant();
    channel.entries.push(...strangers(4, m.account));
    const ids = [await m.transfer(), await m.transfer(), await m.transfer()];
    for (const id of ids) await moveHere(id, at("12:00:00"));
    const found: Item[] = [];
    for (const page of [1, 2, 3, 4]) {
      const { items, total } = await m.list(day, page, 3);
      expect(total).toBe(7);
      found.push(...items);
    }
    expect(found.map(({ no }) => no)).toEqual([
      ..."0123".split("").map((n) => `shop-${n}`),
      ...ids.toSorted().map(channelNo),
    ]);
    expect(channel.statementsAsked).toEqual([day]);
  });

  test("may be a busy one", async () => {
    const m = await merchant();
    channel.entries.push(...strangers(10_050, m.account));
    const { items, total } = await m.list(day, 101, 100);
    expect(total).toBe(10_050);
    expect(items.map(({ channel_amount }) => channel_amount)).toEqual(
      Array.from({ length: 50 }, (_, n) => 10_000 + n),
    );
  });

  test("first read by many at once is kept once", async () => {
    const m = await merchant();
    channel.entries.push(...strangers(5, m.account));
    await move(await m.transfer(), at("12:00:00"));
    const lists = await Promise.all(Array.from({ length: 8 }, () => m.list()));
    expect(new Set(lists.map((list) => JSON.stringify(list))).size).toBe(1);
    expect(lists[0]?.total).toBe(6);
  });
});

describe("what differs is marked:", () => {
  test("a record that is none of ours, another merchant's, or of another channel", async () => {
    const [m, other] = [await merchant(), await merchant()];
    const theirs = await other.transfer();
    const elsewhere = await m.transfer({ channel: "alipay" });
    const [record] = strangers(1, m.account);
    channel.entries.push({ ...record!, transaction_id: "" });
    for (const id of [theirs, elsewhere]) {
      const kind = "transfer" as const;
      channel.entries.push({ ...record!, kind, no: channelNo(id), amount: 100 });
    }
    const { items } = await m.list();
    expect(items).toHaveLength(3);
    for (const item of items) {
      expect(item).toMatchObject({ id: null, amount: null, difference: "missing_here" });
    }
  });

  test("a payment that we have not heard of, until we have", async () => {
    const m = await merchant();
    const id = await m.openCharge();
    channel.take(channelNo(id));
    channel.amend(channelNo(id), { occurred_at: at("08:00:00") });
    const open = (await m.list()).items;
    expect(open).toMatchObject([{ id, amount: null, difference: "missing_here" }]);
    await purse.call("GET", `/v1/charges/${id}`, { key: m.api_key });
    expect((await m.list()).items).toMatchObject([{ id, amount: 100, difference: "none" }]);
  });

  test("a number of ours under another kind of movement", async () => {
    const m = await merchant();
    const id = await m.transfer();
    await move(id, at("08:00:00"));
    channel.amend(channelNo(id), { kind: "red_envelope" });
    expect((await m.list()).items).toMatchObject([
      { kind: "red_envelope", id: null, difference: "missing_here" },
      { kind: "transfer", id, difference: "missing_at_channel" },
    ]);
  });

  test("another amount, another currency", async () => {
    const m = await merchant();
    const charge = await m.charge();
    const ids = [charge, await m.refund(charge, 40), await m.transfer()];
    for (const [n, id] of ids.entries()) await move(id, at(`10:00:0${n}`));
    channel.amend(channelNo(ids[1]!), { amount: 39 });
    channel.amend(channelNo(ids[2]!), { currency: "XXX", amount: 7 });
    expect((await m.list()).items).toMatchObject([
      { id: charge, difference: "none" },
      { amount: 40, channel_amount: 39, difference: "amount_differs" },
      { amount: 100, channel_amount: 7, currency: "XXX", difference: "currency_differs" },
    ]);
  });

  test("a number that the channel has twice, on one day or on two", async () => {
    const m = await merchant();
    const id = await m.charge();
    await move(id, at("10:00:00"));
    const record = channel.entries.find(({ no }) => no === channelNo(id))!;
    const again = { ...record, transaction_id: "txn-again" };
    channel.entries.push({ ...again, occurred_at: at("10:00:01") });
    channel.entries.push({ ...again, occurred_at: at("00:30:00", "2026-03-11") });
    expect((await m.list()).items).toMatchObject([
      { id, amount: 100, channel_amount: 100, difference: "none" },
      { id, amount: null, channel_amount: 100, difference: "repeated_at_channel" },
    ]);
    expect((await m.list("2026-03-11")).items).toMatchObject([
      { id, amount: null, channel_amount: 100, difference: "repeated_at_channel" },
    ]);
  });

  test("whatever of it there is, each side's sum is that side's own", async () => {
    const fate = fc.constantFrom("none", "missing_here", "missing_at_channel", "amount_differs");
    await fc.assert(
      fc.asyncProperty(fc.array(fate, { maxLength: 6 }), async (fates) => {
        const m = await merchant();
        for (const [n, each] of fates.entries()) {
          if (each === "missing_here") {
            const record = strangers(1, m.account)[0]!;
            channel.entries.push({ ...record, no: randomUUID(), amount: 1000 * n });
            continue;
          }
          const id = await m.transfer({ amount: n + 1 });
          await move(id, at("11:00:00"));
          if (each === "amount_differs") channel.amend(channelNo(id), { amount: n + 2 });
          if (each === "missing_at_channel") channel.entries.pop();
        }
        const { items } = await m.list();
        expect(items.map(({ difference }) => difference).toSorted()).toEqual(fates.toSorted());
        const sum = (values: (number | null)[]) => values.reduce<number>((a, b) => a + (b ?? 0), 0);
        const here = fates.map((each, n) => (each === "missing_here" ? 0 : n + 1));
        expect(sum(items.map(({ amount }) => amount))).toBe(sum(here));
        const there = channel.entries.filter(({ account }) => account === m.account);
        const sumThere = sum(there.map(({ amount }) => amount));
        expect(sum(items.map((item) => item.channel_amount))).toBe(sumThere);
      }),
      { numRuns: 15 },
    );
  });
});

describe("paid there before midnight and booked here behind it", () => {
  const eve = "2026-03-09";
  async function overnight() {
    const m = await merchant();
    const id = await m.charge();
    await moveHere(id, at("00:00:01"), at("23:50:00", eve));
    channel.amend(channelNo(id), { occurred_at: at("23:59:59", eve) });
    return { ...m, id };
  }

  test("is in the channel's day alone, which is asked for", async () => {
    const { id, ...m } = await overnight();
    expect((await m.list()).total).toBe(0);
    expect(channel.statementsAsked).toEqual([day, eve]);
    expect((await m.list(eve)).items).toMatchObject([{ id, amount: 100, difference: "none" }]);
  });

  test("costs no question when the day before is kept", async () => {
    const { id, ...m } = await overnight();
    expect((await m.list(eve)).items).toMatchObject([{ id, difference: "none" }]);
    expect((await m.list()).total).toBe(0);
    expect(channel.statementsAsked).toEqual([eve, day]);
  });

  test("is missing while the channel refuses the day before, and no longer than that", async () => {
    const { id, ...m } = await overnight();
    channel.next("statement", { state: "succeeded", entries: [] });
    channel.next("statement", { state: "refused", key: "channel_request_info" });
    expect((await m.list()).items).toMatchObject([{ id, difference: "missing_at_channel" }]);
    await m.list(eve);
    expect((await m.list()).items).toMatchObject([
      { id, occurred_at: at("23:59:59", eve).toISOString(), difference: "none" },
    ]);
  });

  test("keeps nothing when the day before cannot be known", async () => {
    const m = await overnight();
    channel.next("statement", { state: "succeeded", entries: [] });
    channel.next("statement", { state: "unknown", key: "channel_connection_error" });
    const { key } = await m.ask(`channel=wechat&date=${day}&page=1&count=1`);
    expect(key).toBe("channel_connection_error");
    expect((await m.list()).total).toBe(0);
  });
});

test("a day that is not complete is asked for again, and a complete one never", async () => {
  const m = await merchant();
  const date = today();
  const end = new Date(`${date}T00:00:00+08:00`).getTime() + 24 * 3_600_000;
  const noon = end - 12 * 3_600_000;
  const readAt = async (ms: number) => {
    clock.now = () => new Date(ms);
    const before = channel.statementsAsked.length;
    await m.list(date);
    return channel.statementsAsked.length - before;
  };
  const minutes = 60_000;
  expect(await readAt(noon)).toBe(1);
  expect(await readAt(noon + 10 * minutes)).toBe(0);
  channel.entries.push(
    ...strangers(3, m.account).map((record) => ({ ...record, occurred_at: new Date(noon) })),
  );
  expect((await m.list(date)).total).toBe(0);
  expect(await readAt(noon + 11 * minutes)).toBe(1);
  expect((await m.list(date)).total).toBe(3);
  const bills = end + 10 * 60 * minutes;
  expect(await readAt(bills - minutes)).toBe(1);
  expect(await readAt(bills)).toBe(0);
  expect(await readAt(bills + 10 * minutes)).toBe(1);
  expect(await readAt(bills + 1000 * 60 * minutes)).toBe(0);
  expect((await m.list(date)).total).toBe(3);
});

const refusals = ["query_right_error", "channel_auth_error", "channel_parameter_error"] as const;
const troubles = ["channel_connection_error", "channel_parse_error", "channel_sign_error"] as const;
test.each([
  ...refusals.map((key): StatementOutcome => ({ state: "refused", key, detail: "why" })),
  ...troubles.map((key): StatementOutcome => ({ state: "unknown", key, detail: "why" })),
])("$key is answered, and nothing is kept", async (outcome) => {
  const m = await merchant();
  const key: ErrorKey | undefined = outcome.state === "succeeded" ? undefined : outcome.key;
  channel.next("statement", outcome);
  const answer = await m.ask(`channel=wechat&date=${day}&page=1&count=1`);
  expect(answer.key).toBe(key);
  expect(answer.error?.detail).toBe("why");
  channel.entries.push(...strangers(1, m.account));
  expect((await m.list()).total).toBe(1);
});

test.each([{ amount: -1 }, { amount: 0.5 }, { occurred_at: new Date("never") }])(
  "a record with %o is not the channel's protocol",
  async (fault) => {
    const m = await merchant();
    const { account: _, ...record } = strangers(1, m.account)[0]!;
    channel.next("statement", { state: "succeeded", entries: [{ ...record, ...fault }] });
    const { key } = await m.ask(`channel=wechat&date=${day}&page=1&count=1`);
    expect(key).toBe("channel_parse_error");
  },
);

describe("refuses", () => {
  test.each([
    ["date=2026-03-10", "channel: expected alipay or wechat"],
    ["channel=&date=2026-03-10", "channel: expected alipay or wechat"],
    ["channel=balance&date=2026-03-10", "channel: expected alipay or wechat"],
    ["channel=wechat", "date: expected a day, YYYY-MM-DD, from 2000-01-01 on"],
    ...["2026-02-29", "2026-13-01", "20260310", "2026-3-1", "1999-12-31", "0000-01-01", ""].map(
      (date) => [
        `channel=wechat&date=${date}`,
        "date: expected a day, YYYY-MM-DD, from 2000-01-01 on",
      ],
    ),
    ["channel=wechat&date=9999-12-31", "date: expected a day that has begun, in UTC+8"],
  ])("%s", async (query, detail) => {
    const m = await merchant();
    const { error } = await m.ask(`${query}&page=1&count=1`);
    expect(error?.key).toBe("param_error");
    expect(error?.detail).toBe(detail);
  });

  test("tomorrow, until it is midnight in UTC+8", async () => {
    const m = await merchant();
    const ask = () => m.ask(`channel=wechat&date=${day}&page=1&count=1`);
    clock.now = () => new Date("2026-03-09T15:59:59.999Z");
    expect((await ask()).key).toBe("param_error");
    clock.now = () => new Date("2026-03-09T16:00:00Z");
    expect((await ask()).key).toBe("success");
  });

  test("a user wallet, an unknown one, no page, and a merchant without an account", async () => {
    const query = `channel=wechat&date=${day}&count=1`;
    const m = await merchant();
    const user = await m.ask(`${query}&page=1`, m.user_wallet_ids[0]);
    expect(user.error?.detail).toBe("wallet_id: expected a merchant wallet");
    expect((await m.ask(`${query}&page=1`, "wal_0")).key).toBe("wallet_not_exist");
    expect((await m.ask(query)).key).toBe("page_is_null");
    const poor = await purse.merchant();
    const path = `/v1/statements/list/${poor.merchant_wallet_id}?${query}&page=1`;
    const { key } = await purse.call("GET", path, { key: poor.api_key });
    expect(key).toBe("channel_not_configured");
  });
});
