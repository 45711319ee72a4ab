import fc from "fast-check";
import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";

const purse = usePurse();

interface Item {
  readonly id: string;
  readonly status: string;
  readonly created_at: string;
}
let merchant: Awaited<ReturnType<typeof purse.merchant>>;
let user: string;
beforeAll(async () => {
  merchant = await purse.merchant();
  user = merchant.user_wallet_ids[0]!;
});

async function read(path: string, query: Record<string, string | undefined>) {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    if (value !== undefined) given.set(name, value);
  const url = `${path}?${given}`;
  const { data, error } = await purse.call("GET", url, { key: merchant.api_key });
  if (error !== undefined) throw error;
  return data as { items: Item[]; total: number };
}

async function readAll(path: string, query: Record<string, string | undefined> = {}) {
  const found: Item[] = [];
  for (let page = 1; ; page += 1) {
    const { items, total } = await read(path, { count: "100", ...query, page: String(page) });
    found.push(...items);
    if (items.length === 0) return { found, total };
  }
}

const post = async (path: string, body?: object): Promise<string> => {
  const key = merchant.api_key;
  const { data, error } = await purse.call(
    "POST",
    path,
    body === undefined ? { key } : { key, body },
  );
  if (error !== undefined) throw error;
  return data.id;
};

/** What a naive reader would make of all rows, and what pages of one state say. */
async function hold(path: string, states: readonly string[], count: number): Promise<void> {
  const { found: all } = await readAll(path);
  for (const status of states) {
    const wanted = all.filter((item) => item.status === status);
    const { found, total } = await readAll(path, { status, count: String(count) });
    expect(found).toEqual(wanted);
    expect(total).toBe(wanted.length);
  }
}

const count = fc.integer({ min: 1, max: 4 });
const some = fc.array(fc.tuple(fc.nat(30), fc.constantFrom("disable", "enable")), { maxLength: 6 });

test("wallets of one state are those that are in it, whatever was disabled and enabled", async () => {
  const path = `/v1/wallets/list/${merchant.merchant_wallet_id}`;
  await fc.assert(
    fc.asyncProperty(some, count, async (changes, size) => {
      await post("/v1/wallets", { type: "user" });
      const { found } = await readAll(path);
      for (const [which, verb] of changes) {
        await post(`/v1/wallets/${found[which % found.length]!.id}/${verb}`);
      }
      await hold(path, ["active", "disabled"], size);
    }),
    { numRuns: 10 },
  );
  const { found } = await readAll(path, { status: "disabled" });
  for (const { id } of found) await post(`/v1/wallets/${id}/enable`);
});

test("settlement objects of one state are those that are in it, in each list that has them", async () => {
  const account = { type: "alipay", account_name: "A", account_no: "12345678" };
  await fc.assert(
    fc.asyncProperty(fc.nat(2), count, async (disabled, size) => {
      const id = await post("/v1/settles", account);
      for (const wallet_id of merchant.user_wallet_ids) {
        await post(`/v1/settles/${id}/bind`, { wallet_id });
      }
      for (let n = 0; n < disabled; n += 1) await post(`/v1/settles/${id}/disable`);
      for (const wallet of merchant.user_wallet_ids) {
        await hold(`/v1/settles/list/${wallet}`, ["unverified", "active", "disabled"], size);
      }
    }),
    { numRuns: 10 },
  );
});

describe("a list of several blocks", () => {
  const path = () => `/v1/recharges/list/${user}`;
  const states = ["created", "waiting", "closed", "expired"] as const;
  let made = 0;

  /** Rows as recharges would be made, in batches of a transaction each. */
  async function insert(rows: number, share: number): Promise<void> {
    await purse.database.sqlTransaction(({ run }) =>
      run(`
        insert into recharges (id, merchant_id, wallet_id, channel, order_no, amount, currency,
          status, method, position, expires_in, expires_at)
        select 'rch_' || n, '${merchant.merchant_id}', '${user}', 'wechat', n, 1, 'CNY',
          case when n % ${share} = 0 then 'created' else 'waiting' end,
          'qr', next_position('${user}', 'recharges'), 60, now()
        from generate_series(${made + 1}, ${made + rows}) n`),
    );
    made += rows;
  }

  async function change(from: number, rows: number, status: string): Promise<void> {
    const open = status === "waiting" ? "'created'" : "'created', 'waiting'";
    await sql`update recharges set status = ${status}
      where wallet_id = ${user} and position between ${from} and ${from + rows}
        and status in (${sql.raw(open)})`.execute(purse.database.db);
  }

  beforeAll(async () => {
    // In statements so small that a busy machine gets through each within its time limit.
    while (made < 3000) await insert(50, 7);
    // A whole block and more without one that is created.
    for (let from = 900; from < 2200; from += 100) await change(from, 100, "closed");
  }, 60_000);

  const changed = fc.tuple(
    fc.nat(3000),
    fc.nat(60),
    fc.constantFrom("waiting", "closed", "expired"),
  );
  const moment = fc.option(fc.nat(3000), { nil: undefined });
  test("answers of each state the pages that a filter of all rows would, cut down to a time or not", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(changed, { maxLength: 3 }),
        fc.constantFrom(...states),
        fc.integer({ min: 1, max: 100 }),
        fc.nat(1000),
        moment,
        moment,
        async (rows, changes, status, size, place, from, to) => {
          await insert(rows, 1 + (rows % 9));
          for (const each of changes) await change(...each);
          const all = await allOf();
          const created_from = from === undefined ? undefined : all[from]!.created_at;
          const created_to = to === undefined ? undefined : all[to]!.created_at;
          const wanted = all.filter(
            (row) =>
              row.status === status &&
              (created_from === undefined || row.created_at >= created_from) &&
              (created_to === undefined || row.created_at < created_to),
          );
          const pages = Math.ceil(wanted.length / size) + 1;
          for (const page of [1, 1 + (place % pages), pages]) {
            const query = { status, created_from, created_to, count: String(size) };
            const { items, total } = await read(path(), { ...query, page: String(page) });
            expect(items.map(({ id }) => id)).toEqual(
              wanted.slice((page - 1) * size, page * size).map(({ id }) => id),
            );
            expect(total).toBe(wanted.length);
          }
        },
      ),
      { numRuns: 40 },
    );
  }, 120_000);

  async function allOf() {
    const { rows } = await sql<{ id: string; status: string; created_at: string }>`
      select id, status,
        to_char(created_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as created_at
      from recharges where wallet_id = ${user} order by position`.execute(purse.database.db);
    return rows;
  }
});

const collections = ["recharges", "charges", "refunds", "transfers", "red-envelopes"];
test.each([...collections, "settles", "withdrawals", "wallets"])(
  "a state that %s do not know is refused by name",
  async (name) => {
    const wallet = name === "wallets" ? merchant.merchant_wallet_id : user;
    const url = `/v1/${name}/list/${wallet}?page=1&count=1&status=gone`;
    const { key, error } = await purse.call("GET", url, { key: merchant.api_key });
    expect(key).toBe("param_error");
    expect(error?.message).toContain("param_error: status: expected ");
  },
);
