import { api, operationsOf, registry } from "@purse/contract";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { encryptPassword } from "../harness/encrypt-password.ts";
import { useGateway } from "../harness/gateway.ts";
import { usePurse } from "../harness/purse.ts";
import { ScriptedChannel } from "../harness/scripted-channel.ts";
import { idAt, malformedIds, placesOfIds, unknownId, withIdAt } from "./ids.ts";
import { openTenant, requests, type Tenant } from "./tenant.ts";
import { type Answer, overRest, overTrpc } from "./transports.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel }, egress: "any" });
const gateway = useGateway(purse);
const transports = [
  { transport: "REST", send: overRest(purse) },
  { transport: "tRPC", send: overTrpc(gateway) },
];
const operations = operationsOf(api).filter(({ operation }) => operation.unsigned !== true);

/** Of wallets alone the seed tells whether another key has them. */
const walletOfAnotherKey = [
  registry.get("wallet_not_under_api_key").code,
  registry.get("api_key_wallet_mismatching").code,
];

/** A digest of all that each table has of a merchant, but when its keys were used. */
async function stateOf({ merchant_id }: Tenant) {
  const digests = tables.map(
    (table) => sql`select ${sql.lit(table)} as table, md5(string_agg(row, chr(10) order by row))
      from (select (to_jsonb(it) - 'last_used_at')::text as row
        from ${sql.table(table)} as it where merchant_id = ${merchant_id}) as rows`,
  );
  return (await sql`${sql.join(digests, sql` union all `)}`.execute(purse.database.db)).rows;
}

/** All that hold what is a merchant's; the log of requests is no such thing. */
let tables: readonly string[];
let own: Tenant;
let foreign: Tenant;
const tried = { own: 0, foreign: 0, random: 0, malformed: 0, "Idempotency-Key": 0 };
beforeAll(async () => {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'merchant_id' and table_name <> 'requests'
    order by 1`.execute(purse.database.db);
  tables = rows.map(({ name }) => name);
  [own, foreign] = [await openTenant(purse), await openTenant(purse)];
});
afterAll(() => {
  const all = Object.values(tried).reduce((sum, count) => sum + count);
  console.info(`${all} pairs of an operation and an id tried: ${JSON.stringify(tried)}`);
});

test("every signed operation is here", () => {
  expect(Object.keys(requests)).toEqual(operations.map(({ id }) => id));
});

const statusOf = ({ code }: Answer) => (code === 0 ? 200 : registry.byCode(code)?.httpStatus);

/** Channels' own ids. */
const notOurs = ["app_id", "seller_id", "mch_id", "public_key_id", "payer_id"];

test.each(operations)("every id that $id takes is tried", ({ id, operation }) => {
  const { params, query, body } = operation;
  const fields = Object.keys({ ...params?.shape, ...query?.shape, ...body?.shape });
  const ids = fields.filter((name) => /^id$|_id$/.test(name) && !notOurs.includes(name));
  const places = placesOfIds(requests[id]!(own)).map(([name]) => name);
  expect(places).toEqual(expect.arrayContaining(ids));
});

/** That an answer tells nothing of a tenant's. */
function expectNothingOf(tenant: Tenant, { text }: Answer): void {
  const { key: _, ...ids } = tenant;
  for (const id of Object.values(ids)) expect(text).not.toContain(id);
}

describe.each(operations)("$id", (named) => {
  const request = requests[named.id]!;
  const isWrite = named.operation.method !== "GET";

  test("finds nothing of another's, and changes nothing", async () => {
    const before = [await stateOf(own), await stateOf(foreign)];
    const mine = request(own);
    for (const { transport, send } of transports) {
      for (const place of placesOfIds(mine)) {
        const ask = async (kind: keyof typeof tried, id: string) => {
          tried[kind] += 1;
          const answer = await send(named, own.key, withIdAt(request(own), place, id));
          expect([400, 401, 402, 404], `${transport} ${place}: ${id}`).toContain(statusOf(answer));
          expectNothingOf(foreign, answer);
          return answer;
        };
        const ownId = idAt(mine, place);
        const stolen = await ask("foreign", idAt(request(foreign), place));
        const unknown = await ask("random", unknownId(ownId));
        for (const id of malformedIds(ownId)) await ask("malformed", id);
        if (walletOfAnotherKey.includes(stolen.code)) expect(place.at(-1)).toMatch(/wallet_id$/);
        else expect(stolen.text).toBe(unknown.text);
      }
    }
    expect([await stateOf(own), await stateOf(foreign)]).toEqual(before);
  });

  test("gives nothing to a stranger who has all of its ids", async () => {
    const before = await stateOf(own);
    for (const { send } of transports) {
      const answer = await send(named, foreign.key, request(own));
      if (placesOfIds(request(own)).length > 0) expect(statusOf(answer)).toBeGreaterThan(399);
      expectNothingOf(own, answer);
    }
    expect(await stateOf(own)).toEqual(before);
  });

  test.each(transports)("finds the caller's own, over $transport", async ({ transport, send }) => {
    // The same key at both, as if they had agreed on it.
    const idempotencyKey = isWrite ? `${named.id}-${transport}` : undefined;
    tried["Idempotency-Key"] += isWrite ? 1 : 0;
    const answers = [];
    for (const [tenant, other] of [
      [own, foreign],
      [foreign, own],
    ] as const) {
      tried.own += placesOfIds(request(tenant)).length;
      const fields = request(tenant);
      const answer = await send(named, tenant.key, fields, idempotencyKey);
      expect([200, 402], answer.text).toContain(statusOf(answer));
      expectNothingOf(other, answer);
      answers.push({ tenant, fields, answer });
    }
    if (!isWrite) return;
    for (const { tenant, fields, answer } of answers) {
      const again = await send(named, tenant.key, fields, idempotencyKey);
      expect(again.text).toBe(answer.text);
    }
  });
});

/** The wallet that a payment password opens. */
const payers = { "charges.create": "payer_wallet_id" } as const;
const payments = operations.filter(
  ({ operation }) => operation.body !== undefined && "payment_password" in operation.body.shape,
);

describe.each(transports)("over $transport", ({ send }) => {
  test.each(payments)(
    "$id takes nothing of another's wallet with its right password",
    async (named) => {
      const victim = await openTenant(purse);
      const encrypted = async () => {
        const body = { wallet_id: victim.user };
        const { data } = await purse.call("POST", "/v1/random-keys", { key: victim.key, body });
        return encryptPassword(data.id, data.random_key, "s3cret");
      };
      const path = `/v1/wallets/${victim.user}/payment-password`;
      const set = { key: victim.key, body: { password: await encrypted() } };
      expect((await purse.call("PUT", path, set)).status).toBe(200);
      const payment_password = await encrypted();
      const payer = Object.entries(payers).find(([id]) => id === named.id)?.[1] ?? "wallet_id";
      const stolen = { ...requests[named.id]!(own), [payer]: victim.user, payment_password };
      const before = [await stateOf(own), await stateOf(victim)];
      const answer = await send(named, own.key, stolen);
      expect(walletOfAnotherKey, answer.text).toContain(answer.code);
      expectNothingOf(victim, answer);
      expect([await stateOf(own), await stateOf(victim)]).toEqual(before);
      // It was the right one, and is still good for its owner.
      const rightful = { ...requests[named.id]!(victim), payment_password };
      expect((await send(named, victim.key, rightful)).code).toBe(0);
    },
  );
});

test("a password is asked for where money leaves a wallet", () => {
  expect(payments.map(({ id }) => id)).toEqual(
    expect.arrayContaining(["charges.create", "transfers.create"]),
  );
});
