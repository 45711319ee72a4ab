import fc from "fast-check";
import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { adjust, payment } from "./harness/requests.ts";

const purse = usePurse();

type Step =
  | { readonly kind: "charge"; readonly payer: 0 | 1; readonly amount: number }
  | { readonly kind: "refund"; readonly charge: number; readonly amount: number }
  | { readonly kind: "adjust"; readonly wallet: 0 | 1 | 2; readonly amount: number };

const amount = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 3_000 }));
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant("charge"), payer: fc.constantFrom(0, 1), amount }),
  fc.record({ kind: fc.constant("refund"), charge: fc.nat(8), amount }),
  fc.record({
    kind: fc.constant("adjust"),
    wallet: fc.constantFrom(0, 1, 2),
    amount: fc.integer({ min: -2_000, max: 2_000 }).filter((each) => each !== 0),
  }),
);

/** What any sequence of movements must come to, in a page of arithmetic. */
class Books {
  /** Two payers and the merchant. */
  readonly balances: [number, number, number] = [1_000_000, 1_000_000, 0];
  readonly charges: { id: string; payer: 0 | 1; left: number }[] = [];

  move(from: 0 | 1 | 2 | undefined, to: 0 | 1 | 2 | undefined, moved: number): boolean {
    if (from !== undefined && this.balances[from] < moved) return false;
    if (from !== undefined) this.balances[from] -= moved;
    if (to !== undefined) this.balances[to] += moved;
    return true;
  }
}

test("any sequence of movements comes to what arithmetic says", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
      const merchant = await purse.merchant();
      const key = merchant.api_key;
      const wallets = [...merchant.user_wallet_ids, merchant.merchant_wallet_id];
      // Payers start poor, so that many a charge is more than they have.
      for (const payer of [0, 1]) await adjust(purse, wallets[payer]!, -998_000);
      const books = new Books();
      books.balances[0] = books.balances[1] = 2_000;
      for (const [number, each] of steps.entries()) await take(each, number);
      await expectBooks();

      async function take(each: Step, number: number): Promise<void> {
        if (each.kind === "charge") {
          const body = {
            ...payment(merchant),
            payer_wallet_id: wallets[each.payer]!,
            amount: each.amount,
          };
          const { status, data } = await purse.call("POST", "/v1/charges", { key, body });
          const paid = books.move(each.payer, 2, each.amount);
          expect(status).toBe(paid ? 200 : 402);
          if (paid) books.charges.push({ id: data.id, payer: each.payer, left: each.amount });
        } else if (each.kind === "refund") {
          const charge = books.charges[each.charge % Math.max(1, books.charges.length)];
          if (charge === undefined) return;
          const body = { charge_id: charge.id, refund_no: `r${number}`, amount: each.amount };
          const { status } = await purse.call("POST", "/v1/refunds", { key, body });
          const returned = each.amount <= charge.left && books.move(2, charge.payer, each.amount);
          expect(status).toBe(returned ? 200 : 402);
          if (returned) charge.left -= each.amount;
        } else {
          const [from, to] = each.amount < 0 ? [each.wallet, undefined] : [undefined, each.wallet];
          const moved = books.move(from, to, Math.abs(each.amount));
          const done = adjust(purse, wallets[each.wallet]!, each.amount);
          if (moved) await done;
          else await expect(done).rejects.toThrow("balance_insufficient");
        }
      }

      async function expectBooks(): Promise<void> {
        for (const [index, wallet] of wallets.entries()) {
          const { data } = await purse.call("GET", `/v1/wallets/${wallet}`, { key });
          expect(data.balances[0]?.available ?? 0).toBe(books.balances[index]);
        }
        expect(await purse.house.core.checkLedger()).toMatchObject({ ok: true, violations: [] });
      }
    }),
    { numRuns: 25 },
  );
}, 60_000);

describe("the database itself refuses", () => {
  async function accounts() {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    await purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
    const rows = await purse.database.db
      .selectFrom("accounts")
      .select(["id", "posted", "version"])
      .where("merchant_id", "=", merchant.merchant_id)
      .orderBy("posted", "desc")
      .execute();
    return { merchant, accounts: rows };
  }

  /** A posting of the n-th account, the last of which is no wallet's; it may bring its own place and balance. */
  type Line = readonly [account: number, amount: number, position?: number, balance?: number];

  async function write(entries: readonly (readonly Line[])[]) {
    const { merchant, accounts: own } = await accounts();
    const references = entries.map(() => crypto.randomUUID());
    const lines = entries.flatMap((each, at) =>
      each.map(([account, amount, position, balance]) => ({
        reference: references[at],
        account_id: own.at(account)!.id,
        amount,
        position: position === undefined ? undefined : own.at(account)!.version + position,
        // More than a number carries exactly.
        balance_after:
          balance === undefined
            ? undefined
            : `${BigInt(own.at(account)!.posted) + BigInt(balance)}`,
      })),
    );
    await sql`with entry as (
        insert into ledger_entries (merchant_id, kind, reference, currency)
        select ${merchant.merchant_id}, 'charge', reference, 'CNY'
        from unnest(${references}::text[]) as reference
        returning id, merchant_id, reference, currency
      )
      insert into postings (entry_id, account_id, merchant_id, currency, amount, position, balance_after)
      select entry.id, account_id, merchant_id, currency, amount, position, balance_after
      from jsonb_to_recordset(${JSON.stringify(lines)}::jsonb) as line (
        reference text, account_id bigint, amount bigint, position bigint, balance_after bigint)
      join entry using (reference)`.execute(purse.database.db);
    const moved = await purse.database.db
      .selectFrom("accounts")
      .select(["posted", "version"])
      .where(
        "id",
        "in",
        own.map(({ id }) => id),
      )
      .orderBy("posted", "desc")
      .execute();
    return moved.map(({ posted, version }, at) => [
      posted - own[at]!.posted,
      version - own[at]!.version,
    ]);
  }

  const cases: readonly (readonly [what: string, entries: readonly (readonly Line[])[], string])[] =
    [
      [
        "postings that do not sum to zero",
        [
          [
            [0, -5],
            [1, 4],
          ],
        ],
        "entries_balance",
      ],
      [
        "an entry that another one balances",
        [
          [
            [0, -5],
            [1, 4],
          ],
          [
            [0, -4],
            [1, 5],
          ],
        ],
        "entries_balance",
      ],
      ["a single posting", [[[0, -5]]], "entries_balance"],
      ["an entry without postings", [[]], "entries_balance"],
      [
        "more than there is",
        [
          [
            [0, -1_000_001],
            [1, 1_000_001],
          ],
        ],
        "no_overdraft",
      ],
      [
        "more than a number carries",
        [
          [
            [0, -1],
            [1, Number.MAX_SAFE_INTEGER],
          ],
        ],
        "no_overflow",
      ],
      [
        "a posting of nothing",
        [
          [
            [0, 0],
            [1, 0],
          ],
        ],
        "postings_amount_check",
      ],
      [
        "a place that is left out",
        [
          [
            [0, -5, 2, -5],
            [1, 5, 1, 5],
          ],
        ],
        "postings_next",
      ],
      [
        "a place that is taken",
        [
          [
            [0, -5, 0, -5],
            [1, 5, 1, 5],
          ],
        ],
        "postings_account_id_position_key",
      ],
      [
        "a balance that is not the sum",
        [
          [
            [0, -5, 1, -5],
            [1, 5, 1, 6],
          ],
        ],
        "postings_next",
      ],
      [
        "a balance that only the next one makes right",
        [
          [
            [0, -5, 1, -6],
            [1, 5, 1, 5],
          ],
          [
            [0, -5, 2, -10],
            [1, 5, 2, 10],
          ],
        ],
        "postings_next",
      ],
      [
        "more than there is until the next one",
        [
          [
            [0, -1_000_001, 1, -1_000_001],
            [1, 1_000_001, 1, 1_000_001],
          ],
          [
            [1, -1_000_001, 2, 0],
            [0, 1_000_001, 2, 0],
          ],
        ],
        "no_overdraft",
      ],
      [
        "more than a number carries until the next one",
        [
          [
            [1, Number.MAX_SAFE_INTEGER, 1, Number.MAX_SAFE_INTEGER],
            [-1, -Number.MAX_SAFE_INTEGER],
          ],
          [
            [1, -Number.MAX_SAFE_INTEGER, 2, 0],
            [-1, Number.MAX_SAFE_INTEGER],
          ],
        ],
        "no_overflow",
      ],
    ];
  test.each(cases)("%s", async (_what, entries, constraint) => {
    await expect(write(entries)).rejects.toMatchObject({ constraint });
  });

  test.each([
    [
      "with places",
      [
        [
          [0, -5, 1, -5],
          [1, 5, 1, 5],
        ],
        [
          [1, -2, 2, 3],
          [0, 2, 2, -3],
        ],
      ],
    ],
    [
      "without places",
      [
        [
          [0, -5],
          [1, 5],
        ],
        [
          [0, 2],
          [1, -2],
        ],
      ],
    ],
  ] satisfies [string, Line[][]][])("none of postings in order, %s", async (_how, entries) => {
    expect((await write(entries)).slice(0, 2)).toEqual([
      [-3, 2],
      [3, 2],
    ]);
    expect(await purse.house.core.checkLedger()).toMatchObject({ violations: [] });
  });

  test.each([
    "update postings set amount = amount + 1",
    "delete from postings",
    "truncate postings",
    "update ledger_entries set kind = 'refund'",
    "delete from ledger_entries",
    "delete from audit_log",
  ])("%s", async (statement) => {
    await accounts();
    await expect(sql.raw(statement).execute(purse.database.db)).rejects.toThrow(/append-only/);
  });

  test.each([
    "update charges set amount_refunded = amount + 1, status = 'refunded'",
    "update charges set status = 'refunded'",
    "update charges set paid_at = null",
    "update charges set payer_wallet_id = wallet_id",
    "update accounts set held = posted + 1 where guarded",
    "update accounts set held = -1",
  ])("%s", async (statement) => {
    await accounts();
    await expect(sql.raw(statement).execute(purse.database.db)).rejects.toMatchObject({
      code: "23514",
    });
  });

  test("a row of one merchant that points to another's", async () => {
    const { merchant } = await accounts();
    const other = await purse.merchant();
    const moving = sql`update charges set wallet_id = ${other.merchant_wallet_id}
      where merchant_id = ${merchant.merchant_id}`.execute(purse.database.db);
    await expect(moving).rejects.toMatchObject({ code: "23503" });
  });
});
