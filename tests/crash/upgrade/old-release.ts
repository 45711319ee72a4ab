import pg from "pg";

const userCount = 4;

/** What a good client tries again: it lost a race, or waited too long for a table. */
const racedCodes = new Set(["40001", "40P01", "55P03", "57014"]);

/**
 * An earlier release at work: what it wrote to pay by balance, which no later one has forbidden, and
 * a look at all balances at once. It knows the tables of its own time.
 */
export class OldRelease {
  readonly payers: number;
  readonly #url: string;
  readonly #paid: string[] = [];
  readonly #wrong: string[] = [];
  #stallMs = 0;
  #over = false;
  #working: Promise<unknown> = Promise.resolve();

  constructor(url: string, from: number) {
    this.#url = url;
    this.payers = from < 4 ? 0 : userCount;
  }

  begin(): void {
    const payers = Array.from({ length: this.payers }, (_, user) => {
      let number = 0;
      let isNew = true;
      return this.#repeat(async (client) => {
        if (isNew) number += 1;
        isNew = false;
        const id = `new_${user}_${number}`;
        await pay(client, id, `user${user}`);
        this.#paid.push(id);
        isNew = true;
      });
    });
    const readers = this.payers === 0 ? [] : [this.#repeat((client) => this.#look(client))];
    this.#working = Promise.all([...payers, ...readers]);
  }

  async end() {
    this.#over = true;
    await this.#working;
    return { paid: this.#paid, stallMs: this.#stallMs, wrong: this.#wrong };
  }

  async #look(client: pg.Client): Promise<void> {
    const { rows } = await client.query(`select sum(posted)::text as sum,
      min(case when role = 'wallet' then posted - held else 0 end)::text as least from accounts`);
    const { sum, least } = rows[0];
    if (sum !== "0" || Number(least) < 0) this.#wrong.push(`balances: ${sum}, ${least}`);
  }

  /** Does it again and again, whatever it takes, until the end. */
  async #repeat(work: (client: pg.Client) => Promise<void>): Promise<void> {
    const client = new pg.Client({ connectionString: this.#url });
    await client.connect();
    await client.query("set statement_timeout = 5000; set lock_timeout = 2000");
    while (!this.#over) {
      const since = performance.now();
      for (;;) {
        try {
          await work(client);
          break;
        } catch (error) {
          await client.query("rollback").catch(() => {});
          const code = error instanceof pg.DatabaseError ? error.code : undefined;
          if (code !== undefined && racedCodes.has(code)) continue;
          this.#wrong.push(`the old release: ${error}`);
          this.#over = true;
          break;
        }
      }
      this.#stallMs = Math.max(this.#stallMs, performance.now() - since);
    }
    await client.end();
  }
}

async function pay(client: pg.Client, id: string, user: string): Promise<void> {
  await client.query("begin");
  // By its number it sees whether an earlier try of it has come through.
  const { rowCount } = await client.query(
    `insert into charges (id, merchant_id, wallet_id, payer_wallet_id, channel, order_no, amount,
        currency, status, position, payer_position, paid_at)
      values ($1, 'mer', 'shop', $2, 'balance', $1, 1, 'CNY', 'paid',
        next_position('shop', 'charges'), next_position($2, 'charges'), now())
      on conflict do nothing`,
    [id, user],
  );
  if (rowCount === 0) return void (await client.query("rollback"));
  await client.query(
    `select id from accounts where wallet_id in ('shop', $1) order by guarded desc, id
      for no key update`,
    [user],
  );
  await client.query(
    `with entry as (
      insert into ledger_entries (merchant_id, kind, reference, currency)
        values ('mer', 'charge', $1, 'CNY') returning id
    )
    insert into postings (entry_id, account_id, merchant_id, currency, amount)
      select entry.id, account.id, 'mer', 'CNY', case wallet_id when 'shop' then 1 else -1 end
      from entry, accounts account where wallet_id in ('shop', $2) order by account.id`,
    [id, user],
  );
  await client.query("commit");
}
