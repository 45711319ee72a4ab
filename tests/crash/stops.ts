import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { parseEnvelope } from "@purse/contract";
import { Agent, request } from "undici";
import { z } from "zod";
import { Client } from "./load/client.ts";
import { type Intent, Journal } from "./load/journal.ts";
import { type LoadedMerchant, openMerchant } from "./load/merchant.ts";
import { judge } from "./oracle/oracle.ts";
import type { Violation } from "./oracle/violation.ts";
import { Random } from "./random.ts";
import { openWorld } from "./world/world.ts";

export interface StopsReport {
  readonly violations: readonly Violation[];
  readonly exitCodes: readonly (number | null)[];
  /** From SIGTERM to the end of the process, in milliseconds. */
  readonly tookMs: readonly number[];
  readonly answered: number;
  readonly refused: number;
  /** Requests that were taken on, and whose connection broke before they were answered. */
  readonly broken: readonly string[];
  /** Those that nobody took on: the kernel resets who still waits when the listener goes. */
  readonly reset: number;
  /** Transfers through a channel that takes 3 s, begun just before, by what they were answered. */
  readonly slow: readonly string[];
}

/** The channel takes as long, half of it on each way. */
const slowMs = 3000;

/**
 * SIGTERM under load, again and again, with a slow call to a channel in flight; then the oracle.
 * Clients keep their connections, ask one thing after another, and never ask again.
 */
export async function stopUnderLoad(options: {
  readonly seed: number;
  readonly times: number;
  readonly workers: number;
}): Promise<StopsReport> {
  const random = new Random(options.seed);
  const world = await openWorld({ replicas: 1, seed: options.seed });
  const [{ replica, toChannels }] = world.sites as [(typeof world.sites)[number]];
  const journal = await Journal.open(join(world.cluster.directory, "journal.ndjson"));
  const counted = { answered: 0, refused: 0 };
  const lost: string[] = [];
  const slow: string[] = [];
  let over = false;

  /** Asks once; answers the code's key, or why there was no answer. */
  async function ask(merchant: LoadedMerchant, agent: Agent, intent: Intent): Promise<string> {
    const entry = await journal.begin(intent);
    try {
      const headers = { "x-api-key": merchant.holder.apiKey, "content-type": "application/json" };
      const body = JSON.stringify(intent.body);
      const url = replica.url + intent.path;
      const answer = await request(url, { method: "POST", headers, body, dispatcher: agent });
      const { statusCode: status } = answer;
      const text = await answer.body.text();
      const result = parseEnvelope(z.unknown(), JSON.parse(text));
      const { key, code } = result.ok ? { key: "success", code: 0 } : result.error;
      const isOpen = status >= 500;
      if (isOpen) entry.open.push(key);
      else {
        const data = result.ok ? result.data : null;
        await journal.end(entry, { status, code, key, data, text });
      }
      counted[isOpen ? "refused" : "answered"] += 1;
      return key;
    } catch (error) {
      const code = String(Reflect.get(Object(error), "code"));
      if (code !== "ECONNREFUSED") lost.push(intent.no);
      return code;
    }
  }

  function transfer(merchant: LoadedMerchant, agent: Agent, no: string, body: object) {
    const path = "/v1/transfers";
    const intent = { noun: "transfer", no, merchant: 0, path, idempotencyKey: undefined } as const;
    return ask(merchant, agent, { ...intent, body: { ...body, transfer_no: no } });
  }

  async function work(merchant: LoadedMerchant, worker: number, own: Random): Promise<void> {
    const agent = new Agent({ connections: 1, pipelining: 1 });
    for (let number = 1; !over; number++) {
      const wallet_id = own.pick(merchant.userIds);
      const to_wallet_id = own.pick(merchant.userIds.filter((id) => id !== wallet_id));
      const body = { channel: "balance", wallet_id, to_wallet_id, amount: own.integer(1, 20) };
      const said = await transfer(merchant, agent, `s-${worker}-${number}`, body);
      await sleep(said === "ECONNREFUSED" ? 100 : own.integer(0, 20));
    }
    await agent.close();
  }

  /** A transfer whose channel has not answered yet when the process is told to end. */
  async function sendSlowly(merchant: LoadedMerchant, time: number): Promise<void> {
    const agent = new Agent({ connections: 1 });
    const [wallet_id] = merchant.userIds;
    const body = { channel: "alipay", to_account: "2088000000000002", wallet_id, amount: 10 };
    slow.push(await transfer(merchant, agent, `slow-${time}`, body));
    await agent.close();
  }

  try {
    const setUp = new Client([replica.url], journal, random.fork());
    const merchant = await openMerchant(world, setUp, `stops-${Date.now()}`);
    await setUp.close();
    toChannels.weather = { kind: "slow", delayMs: slowMs / 2 };
    const own = Array.from({ length: options.workers }, () => random.fork());
    const working = own.map((chances, worker) => work(merchant, worker, chances));
    const exitCodes: (number | null)[] = [];
    const tookMs: number[] = [];
    for (let time = 1; time <= options.times; time++) {
      await replica.start();
      await replica.ready();
      await sleep(random.integer(200, 800));
      const sending = sendSlowly(merchant, time);
      await sleep(random.integer(100, 1000));
      const since = performance.now();
      exitCodes.push(await replica.end());
      tookMs.push(performance.now() - since);
      await sending;
    }
    over = true;
    await Promise.all(working);
    const testimony = { merchants: [merchant], entries: journal.entries, reads: [] };
    const { violations } = await judge(world, testimony, false);
    const sql = "select transfer_no as no from transfers where transfer_no = any($1)";
    const { rows } = await world.cluster.query(world.database, sql, [lost]);
    const broken = rows.map(({ no }) => String(no));
    const reset = lost.length - broken.length;
    return { violations, exitCodes, tookMs, ...counted, broken, reset, slow };
  } finally {
    over = true;
    await journal.close();
    await world.close();
  }
}

/** Longer than this no end may take. */
const endMs = 10_000;

export function isInOrder(report: StopsReport): boolean {
  const { violations, exitCodes, tookMs, broken } = report;
  const inTime = tookMs.every((ms) => ms <= endMs);
  const inOrder = exitCodes.every((code) => code === 0);
  return violations.length === 0 && broken.length === 0 && inOrder && inTime;
}

export function linesOf(report: StopsReport): string[] {
  const { violations, exitCodes, answered, refused, broken, reset, slow } = report;
  const took = report.tookMs.map(Math.round).toSorted((one, other) => one - other);
  const tally = (some: readonly unknown[]) =>
    [...Map.groupBy(some, String)].map(([name, its]) => `${its.length} ${name}`).join(", ");
  return [
    ...violations.map(({ rule, subject }) => `BROKEN ${rule}: ${subject}`),
    ...broken.map((no) => `BROKEN whoever is accepted is answered: ${no}`),
    `exit codes          ${tally(exitCodes)}`,
    `from SIGTERM to end ${took[took.length >> 1]} ms, at most ${took.at(-1)} ms`,
    `requests            ${answered} answered, ${refused} refused, ${reset} never accepted`,
    `slow calls          ${tally(slow)}`,
  ];
}
