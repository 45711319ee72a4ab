import { setTimeout as sleep } from "node:timers/promises";
import { quantile } from "./overload/figures.ts";
import { Random } from "./random.ts";
import { type RoundReport, runRound } from "./round.ts";
import { openWorld } from "./world/world.ts";

/** A server that was killed and started again; times by `performance.now()`. */
interface Life {
  readonly killedAt: number;
  /** When its next process was begun: the killed one was gone. */
  readonly bornAt: number;
  readonly readyAt: number;
}

/** What the slowest but one in twenty may take, in milliseconds. */
const limitMs = 3000;

/** Sooner no process answers: what comes before then was said by the killed one. */
const bornForMs = 100;

/**
 * SIGKILL of the one server under load, again and again, soon after it is ready; then the oracle.
 * Answers whether all held, and whether it came back soon enough.
 */
export async function killUnderLoad(
  { seed, kills, workers }: Readonly<Record<"seed" | "kills" | "workers", number>>,
  print: (line: string) => void,
): Promise<boolean> {
  const random = new Random(seed);
  const world = await openWorld({ replicas: 1, seed, hasClock: false });
  const { replica } = world.sites[0]!;
  const lives: Life[] = [];
  const pauses = random.fork();
  const begin = async () => {
    for (let kill = 1; kill <= kills; kill++) {
      await sleep(pauses.integer(200, 2000));
      const killedAt = performance.now();
      await replica.kill();
      const bornAt = performance.now();
      await replica.start();
      await replica.ready();
      lives.push({ killedAt, bornAt, readyAt: performance.now() });
    }
    return async () => {};
  };
  try {
    const killing = { kind: "kills", detail: "", atMs: 500, forMs: 0, begin };
    const report = await runRound(world, { seed, faults: [killing], random }, { workers });
    const ready = lives.map(({ killedAt, readyAt }) => readyAt - killedAt);
    const answered = lives.map((life) => firstAnswer(report, life) - life.killedAt);
    const { violations, requests, acknowledged, unknown, movements } = report;
    for (const { rule, subject } of violations.slice(0, 40)) print(`BROKEN ${rule}: ${subject}`);
    print(`kills                ${kills}`);
    print(`requests             ${requests}, ${acknowledged} acknowledged, ${unknown} never told`);
    print(`movements checked    ${movements}`);
    print(`from SIGKILL to ready                ${figuresOf(ready)}`);
    print(`from SIGKILL to the first movement   ${figuresOf(answered)}`);
    return violations.length === 0 && quantile(answered, 0.95) <= limitMs;
  } finally {
    await world.close();
  }
}

/** When a client was first told that something is done, by the process that was begun then. */
function firstAnswer({ testimony }: RoundReport, { bornAt }: Life): number {
  const told = testimony.entries.flatMap(({ answer, endedAt }) =>
    answer?.status === 200 && endedAt !== undefined && endedAt > bornAt + bornForMs
      ? [endedAt]
      : [],
  );
  return Math.min(...told);
}

function figuresOf(ms: readonly number[]): string {
  const [median, p95, most] = [0.5, 0.95, 1].map((part) => Math.round(quantile(ms, part)));
  return `median ${median} ms, p95 ${p95} ms, at most ${most} ms`;
}
