import { PurseError, registry } from "@purse/contract";
import type { NewEvent, SharedTx } from "@purse/core";
import { secretBox, type TrialMerchant } from "@purse/purse";
import { createStorage } from "@purse/storage";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import type { Call } from "./harness/rest.ts";

const purse = usePurse();

/** Sends charges at the same moment, each in a request of its own name. */
function chargeAtOnce({ api_key }: TrialMerchant, bodies: readonly object[]) {
  async function charge(body: object, at: number): ReturnType<Call> {
    const headers = { "X-Request-Id": `request-${at}` };
    const answer = await purse.call("POST", "/v1/charges", { key: api_key, body, headers });
    // Of a machine that does other work at the same time.
    return answer.key === "service_unavailable" ? charge(body, at) : answer;
  }
  return Promise.all(bodies.map(charge));
}

test("of charges that come together each is paid or refused by itself", async () => {
  const merchant = await purse.merchant();
  const bodies = Array.from({ length: 20 }, () => ({ ...payment(merchant), amount: 60_000 }));
  const answers = await chargeAtOnce(merchant, bodies);
  const paid = answers.filter(({ status }) => status === 200);
  const short = answers.filter(({ key }) => key === "balance_insufficient");
  // 1,000,000 fen are enough for 16 of them.
  expect([paid.length, short.length]).toEqual([16, 4]);
  expect(await purse.house.core.checkLedger()).toMatchObject({ ok: true });

  const path = `/v1/charges/list/${merchant.merchant_wallet_id}?page=1&count=100`;
  const { data } = await purse.call("GET", path, { key: merchant.api_key });
  const times = data.items.map(({ created_at }: { created_at: string }) => created_at);
  expect(times).toEqual(times.toSorted());
  const ids = data.items.map(({ id }: { id: string }) => id);
  expect(ids.toSorted()).toEqual(paid.map((answer) => answer.data.id).toSorted());
});

test("each event knows its own request", async () => {
  const merchant = await purse.merchant();
  const bodies = Array.from({ length: 20 }, () => payment(merchant));
  const answers = await chargeAtOnce(merchant, bodies);
  const events = await purse.database.db
    .selectFrom("events")
    .select(["resource_id", "request_id"])
    .where("merchant_id", "=", merchant.merchant_id)
    .execute();
  const told = answers.map(({ data }, at) => [data.id, `request-${at}`]);
  const kept = events.map(({ resource_id, request_id }) => [resource_id, request_id]);
  expect(kept.toSorted()).toEqual(told.toSorted());
});

test("twins of one order that come among others make one charge", async () => {
  const merchant = await purse.merchant();
  const twin = payment(merchant);
  const bodies = Array.from({ length: 20 }, (_, at) => (at % 4 === 0 ? twin : payment(merchant)));
  const answers = await chargeAtOnce(merchant, bodies);
  expect(answers.map(({ status }) => status)).toEqual(bodies.map(() => 200));
  expect(new Set(answers.map(({ data }) => data.id)).size).toBe(16);
});

function eventOf(merchant: TrialMerchant, name: string): NewEvent {
  const { merchant_wallet_id: wallet_id } = merchant;
  return { wallet_id, type: "charge.paid", resource: "charge", resource_id: name, data: {} };
}

async function eventNamesOf({ merchant_id }: TrialMerchant): Promise<readonly string[]> {
  const events = await purse.database.db
    .selectFrom("events")
    .select("resource_id")
    .where("merchant_id", "=", merchant_id)
    .execute();
  return events.map(({ resource_id }) => resource_id).toSorted();
}

test("works that come together share a transaction", async () => {
  const merchant = await purse.merchant();
  const { shared } = createStorage(purse.database, secretBox([]));
  const names = Array.from({ length: 20 }, (_, at) => `work ${at}`);
  await Promise.all(
    names.map((name) =>
      shared(merchant.merchant_id, (tx) => tx.events.insert(eventOf(merchant, name))),
    ),
  );
  const { rows } = await sql<{ name: string; beside: number }>`
    select resource_id as name, count(xmin) over (partition by xmin::text)::integer as beside
    from events where merchant_id = ${merchant.merchant_id} order by position`.execute(
    purse.database.db,
  );
  expect(rows).toEqual(names.map((name) => ({ name, beside: names.length })));
});

test("many of several merchants go in two transactions, no merchant in both", async () => {
  const merchants = [await purse.merchant(), await purse.merchant()];
  const { shared } = createStorage(purse.database, secretBox([]));
  const works = merchants.flatMap((merchant) =>
    Array.from({ length: 15 }, (_, at) =>
      shared(merchant.merchant_id, (tx) => tx.events.insert(eventOf(merchant, `work ${at}`))),
    ),
  );
  await Promise.all(works);
  const { rows } = await sql<{ merchants: number; works: number }>`
    select count(distinct merchant_id)::integer as merchants, count(*)::integer as works
    from events where merchant_id in (${sql.join(merchants.map((each) => each.merchant_id))})
    group by xmin::text`.execute(purse.database.db);
  expect(rows).toEqual(merchants.map(() => ({ merchants: 1, works: 15 })));
});

test("what was written before a refusal is undone, and of the others nothing", async () => {
  const merchant = await purse.merchant();
  const { shared } = createStorage(purse.database, secretBox([]));
  const refusal = new PurseError(registry.get("charge_closed"));
  const works = ["good", "refused", "good too"].map((name) => async (tx: SharedTx) => {
    await tx.events.insert(eventOf(merchant, name));
    if (name === "refused") throw refusal;
  });
  const outcomes = await Promise.allSettled(
    works.map((work) => shared(merchant.merchant_id, work)),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  expect(await eventNamesOf(merchant)).toEqual(["good", "good too"]);
});

test("whoever fails takes nobody along, and leaves nothing behind", async () => {
  const merchant = await purse.merchant();
  const { shared } = createStorage(purse.database, secretBox([]));
  const write = (name: string, then: () => void) => async (tx: SharedTx) => {
    await tx.events.insert(eventOf(merchant, name));
    then();
    return name;
  };
  const refusal = new PurseError(registry.get("charge_closed"));
  const works = [
    write("good", () => {}),
    write("refused behind its write", () => {
      throw refusal;
    }),
    write("broken", () => {
      throw new RangeError("a fault");
    }),
    // The database refuses it: there is no such wallet.
    async (tx: SharedTx) => {
      await tx.events.insert({ ...eventOf(merchant, "nowhere"), wallet_id: "wal_nowhere" });
      return "nowhere";
    },
    async () => {
      throw refusal;
    },
    write("good too", () => {}),
  ];
  const outcomes = await Promise.allSettled(
    works.map((work) => shared(merchant.merchant_id, work)),
  );
  expect(outcomes).toMatchObject([
    { status: "fulfilled", value: "good" },
    { status: "rejected", reason: refusal },
    { status: "rejected", reason: new RangeError("a fault") },
    { status: "rejected", reason: { constraint: "events_wallet_id_merchant_id_fkey" } },
    { status: "rejected", reason: refusal },
    { status: "fulfilled", value: "good too" },
  ]);
  expect(await eventNamesOf(merchant)).toEqual(["good", "good too"]);
});

test("a fault of one merchant's work leaves another's together", async () => {
  const { shared } = createStorage(purse.database, secretBox([]));
  // Some of them come together in one transaction at first.
  const merchants = [];
  for (let n = 0; n < 4; n += 1) merchants.push(await purse.merchant());
  const [faulty] = merchants;
  const works = merchants.flatMap((merchant) =>
    ["first", "second", "third"].map((name) =>
      shared(merchant.merchant_id, async (tx) => {
        await tx.events.insert(eventOf(merchant, name));
        if (merchant === faulty && name === "second") throw new RangeError("a fault");
      }),
    ),
  );
  const outcomes = await Promise.allSettled(works);
  expect(outcomes.filter(({ status }) => status === "rejected")).toHaveLength(1);
  const transactionsOf = async ({ merchant_id }: TrialMerchant) => {
    const { rows } = await sql<{ count: number }>`
      select count(distinct xmin::text)::integer as count from events
      where merchant_id = ${merchant_id}`.execute(purse.database.db);
    return rows[0]?.count;
  };
  expect(await Promise.all(merchants.map(transactionsOf))).toEqual([2, 1, 1, 1]);
});
