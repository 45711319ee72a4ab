import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import type { World } from "../world/world.ts";
import type { Client } from "./client.ts";
import { funds, type LoadedMerchant, usersEach } from "./merchant.ts";

const everyMs = 50;

export interface BankReader {
  /** Ends it; answers how often it read, each way. */
  readonly stop: () => Promise<{ readonly bySql: number; readonly byApi: number }>;
  /** Sums that were not what they must be, and balances below zero. */
  readonly wrong: readonly string[];
}

/**
 * Reads all balances at once, twenty times a second, through the API and in the database: money
 * that moves must never be seen in two places or in none.
 */
export function readBank(
  { cluster, database }: World,
  bank: LoadedMerchant,
  client: Client,
): BankReader {
  const wrong: string[] = [];
  const reads = { bySql: 0, byApi: 0 };
  let over = false;

  async function byApi(): Promise<void> {
    const path = `/v1/wallets/list/${bank.walletId}?page=1&count=100`;
    const answer = await client.send(bank.holder, "GET", path);
    if (answer?.status !== 200) return client.turn();
    reads.byApi += 1;
    let sum = 0;
    if (!Array.isArray(answer.data?.items)) {
      wrong.push(`the API: no list of wallets but ${answer.text.slice(0, 200)}`);
      return;
    }
    for (const { id, balances } of answer.data.items) {
      for (const { available, held } of balances) {
        if (available < 0 || held < 0) wrong.push(`the API: ${id} has ${available}, held ${held}`);
        sum += available + held;
      }
    }
    if (sum !== usersEach * funds) wrong.push(`the API: the bank's users have ${sum}`);
  }

  async function bySql(session: pg.Client): Promise<void> {
    const { rows } = await session.query(`select merchant_id, sum(posted)::text as sum,
      min(case when role = 'wallet' then posted - held else 0 end)::text as least
      from accounts group by merchant_id having sum(posted) <> 0
      or min(case when role = 'wallet' then posted - held else 0 end) < 0`);
    for (const { merchant_id, sum, least } of rows) {
      wrong.push(`SQL: ${merchant_id} sums to ${sum}, its least is ${least}`);
    }
    reads.bySql += 1;
  }

  const untilOver = async (read: () => Promise<void>) => {
    while (!over) {
      const next = sleep(everyMs);
      await read();
      await next;
    }
  };
  const inSql = async () => {
    let session: pg.Client | undefined;
    await untilOver(async () => {
      try {
        session ??= await connect(cluster.urlOf(database));
        await bySql(session);
      } catch {
        // The server is away; its next life is asked by another connection.
        session?.end().catch(() => {});
        session = undefined;
      }
    });
    await session?.end().catch(() => {});
  };
  const running = Promise.all([untilOver(byApi), inSql()]);
  return {
    wrong,
    async stop() {
      over = true;
      await running;
      return reads;
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const session = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  session.on("error", () => {});
  await session.connect();
  return session;
}
