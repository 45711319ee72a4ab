import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openEmbedded } from "@purse/storage";
import { freePort } from "@purse/test-postgres";
import { main } from "../harness/command.ts";
import { Client } from "./load/client.ts";
import { Journal } from "./load/journal.ts";
import type { LoadedMerchant } from "./load/merchant.ts";
import { Reads } from "./load/reads.ts";
import { type Charges, work } from "./load/worker.ts";
import { checkEvents } from "./oracle/event-rules.ts";
import { checkHistory } from "./oracle/history.ts";
import { checkJournal } from "./oracle/journal-rules.ts";
import { checkLedger } from "./oracle/ledger-rules.ts";
import type { Query, Violation } from "./oracle/violation.ts";
import { Random } from "./random.ts";
import { closeOnce } from "./world/close-once.ts";

export interface EmbeddedReport {
  readonly violations: readonly Violation[];
  readonly acknowledged: number;
  readonly movements: number;
  /** From a start to the first answer, in milliseconds. */
  readonly startsMs: readonly number[];
}

/** `purse start` under load on the embedded database, killed again and again; then the oracle. */
export async function killEmbedded(options: {
  readonly seed: number;
  readonly kills: number;
  readonly workers: number;
}): Promise<EmbeddedReport> {
  const random = new Random(options.seed);
  const directory = await mkdtemp(join(tmpdir(), "purse-embedded-crash-"));
  const dataDirectory = join(directory, "data");
  const port = await freePort();
  const journal = await Journal.open(join(directory, "journal.ndjson"));
  const clientOf = () => new Client([`http://127.0.0.1:${port}`], journal, random.fork());
  let running = spawnPurse(dataDirectory, port);
  const close = closeOnce(async () => {
    await end(running, "SIGKILL");
    await journal.close();
    await rm(directory, { recursive: true });
  });
  const startsMs: number[] = [];
  try {
    startsMs.push(await opened(running));
    const setUp = clientOf();
    const merchant = await openDemo(dataDirectory, setUp);
    const reads = new Reads();
    const charges: Charges = { paid: [], waiting: [] };
    let over = false;
    let giveUpAt = Number.POSITIVE_INFINITY;
    const clients = Array.from({ length: options.workers }, clientOf);
    const working = Promise.all(
      clients.map((client, index) => {
        const at = { until: () => giveUpAt, isOver: () => over, prefix: `e-${index}` };
        return work({
          client,
          merchants: [merchant],
          reads,
          charges,
          random: random.fork(),
          ...at,
        });
      }),
    );
    for (let kill = 1; kill <= options.kills; kill++) {
      await sleep(random.integer(500, 3000));
      // Some while it closes, which writes a checkpoint.
      if (random.chance(0.3)) {
        running.kill("SIGTERM");
        await sleep(random.integer(0, 2500));
      }
      await end(running, "SIGKILL");
      running = spawnPurse(dataDirectory, port);
      startsMs.push(await opened(running));
    }
    await sleep(2000);
    over = true;
    giveUpAt = performance.now() + 20_000;
    await working;
    for (const client of [...clients, setUp]) await client.close();
    await end(running, "SIGTERM");
    const { entries } = journal;
    const found = await judgeFiles(dataDirectory, merchant.merchantId, journal, reads);
    const acknowledged = entries.filter(({ answer }) => answer?.status === 200).length;
    return { ...found, acknowledged, startsMs };
  } finally {
    await close();
  }
}

async function judgeFiles(
  directory: string,
  merchantId: string,
  { entries }: Journal,
  { all }: Reads,
): Promise<{ readonly violations: readonly Violation[]; readonly movements: number }> {
  const database = await openEmbedded(directory);
  try {
    const query: Query = async (sql, values) => (await database.executeSql(sql, values)).rows;
    const ids = [merchantId];
    const history = await checkHistory(query, ids, entries, all);
    const [row] = await query("select count(*)::float8 as total from ledger_entries", []);
    const violations = [
      ...(await checkLedger(query, ids)),
      ...(await checkJournal(query, ids, entries)),
      ...(await checkEvents(query, ids)),
      ...history.violations,
    ];
    return { violations, movements: row.total };
  } finally {
    await database.close();
  }
}

function spawnPurse(directory: string, port: number) {
  return spawn(process.execPath, [main, "start"], {
    env: {
      ...process.env,
      DATABASE_URL: undefined,
      PURSE_DATA_DIR: directory,
      PURSE_SERVER_PORT: String(port),
      PURSE_GATEWAY_PORT: "0",
      PURSE_SANDBOX_PORT: "0",
      PURSE_LOG_LEVEL: "error",
      PURSE_KEY_CONCURRENCY: "256",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Resolves when it listens, with how long that took from now on, in milliseconds. */
async function opened({ stdout }: ReturnType<typeof spawnPurse>): Promise<number> {
  const since = performance.now();
  let printed = "";
  for await (const chunk of stdout.setEncoding("utf8")) {
    printed += chunk;
    if (printed.includes("Purse is open.")) {
      // Nobody reads the rest, and nothing waits for that.
      stdout.resume();
      return performance.now() - since;
    }
  }
  throw new Error(`purse start ended: ${printed}`);
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill(signal);
  await exited;
}

/** The demo merchant with a few more users, who have no money yet. */
async function openDemo(directory: string, client: Client): Promise<LoadedMerchant> {
  const demo = JSON.parse(await readFile(join(directory, "demo.json"), "utf8"));
  const holder = { apiKey: demo.api_key };
  async function post(path: string, body: object, key: string) {
    for (;;) {
      const answer = await client.send(holder, "POST", path, body, key);
      if (answer?.status === 200) return answer.data;
      await sleep(100);
    }
  }
  const userIds: string[] = [...demo.user_wallet_ids];
  for (let number = 1; number <= 3; number++) {
    const { id } = await post("/v1/wallets", { type: "user", name: "U" }, `user-${number}`);
    userIds.push(id);
  }
  const account = { type: "alipay", account_name: "A", account_no: "12345678" };
  const { id: settleId } = await post("/v1/settles", account, "settle");
  for (const wallet_id of userIds) {
    await post(`/v1/settles/${settleId}/bind`, { wallet_id }, `bind-${wallet_id}`);
  }
  return {
    merchantId: demo.merchant_id,
    holder,
    walletId: demo.merchant_wallet_id,
    userIds,
    settleId,
    keyId: demo.key_id,
    channelIds: [],
    isBank: false,
  };
}
