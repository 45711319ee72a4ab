import type { FaultName } from "./faults/kinds.ts";
import { judge, type Testimony } from "./oracle/oracle.ts";
import type { Violation } from "./oracle/violation.ts";
import { Random } from "./random.ts";
import { type RoundReport, runRound } from "./round.ts";
import { scheduleOf } from "./schedule.ts";
import { settleAll } from "./settle.ts";
import { Tally } from "./tally.ts";
import { openWorld } from "./world/world.ts";

export interface SessionOptions {
  /** Of the first round; each next one has the next seed. */
  readonly seed: number;
  readonly rounds: number;
  readonly minutes: number;
  readonly workers: number;
  readonly only?: readonly FaultName[];
  readonly print: (line: string) => void;
  /** The command of the tree that is tested, where it is not this one. */
  readonly main?: string;
  /** How long everything may take to end at last, in milliseconds. */
  readonly settleMs?: number;
  /** Whether what a violation was found in is kept (true). */
  readonly keeps?: boolean;
}

/** Rounds that share a world: what is left open by one ends while the next ones go on. */
const roundsAWorld = 12;

/** Runs rounds until one of the limits is reached or something is violated; answers whether all held. */
export async function runSession(options: SessionOptions): Promise<boolean> {
  const { rounds, minutes, print } = options;
  const tally = new Tally();
  const deadline = performance.now() + minutes * 60_000;
  let seed = options.seed;
  let ok = true;
  for (let left = rounds; left > 0 && performance.now() < deadline && ok; ) {
    const some = Math.min(left, roundsAWorld);
    ok = await runWorld(options, seed, some, deadline, tally);
    seed += some;
    left -= some;
  }
  for (const line of tally.lines()) print(line);
  return ok;
}

async function runWorld(
  options: SessionOptions,
  firstSeed: number,
  rounds: number,
  deadline: number,
  tally: Tally,
): Promise<boolean> {
  const { print, workers, main, settleMs = 240_000, keeps = true } = options;
  const replicas = 2;
  const world = await openWorld({
    replicas,
    seed: firstSeed,
    ...(main === undefined ? {} : { main }),
  });
  let ok = true;
  try {
    const without: FaultName[] = world.cluster.disk === undefined ? ["disk_full"] : [];
    const done: RoundReport[] = [];
    for (let round = 0; round < rounds && performance.now() < deadline && ok; round++) {
      const { only } = options;
      const asked = { replicas, without, ...(only === undefined ? {} : { only }) };
      const schedule = scheduleOf(firstSeed + round, asked);
      const report = await runRound(world, schedule, { workers });
      done.push(report);
      tally.add(report);
      print(lineOf(report));
      ok = tell(report.violations, `seed ${report.seed}`, print);
    }
    if (ok) {
      const settledMs = await settleAll(world, merchantsOf(done), new Random(firstSeed), settleMs);
      tally.settled(settledMs);
      const verdict = await judge(world, together(done), true);
      print(`all has ended, within ${Math.round(settledMs / 1000)} s of the last round`);
      const seeds = `seeds ${firstSeed} to ${firstSeed + done.length - 1}`;
      ok = tell(verdict.violations, seeds, print);
    }
    if (!ok && keeps) print(`kept for a look: ${world.cluster.directory}`);
  } finally {
    await world.close(ok || !keeps);
  }
  return ok;
}

function merchantsOf(done: readonly RoundReport[]) {
  return done.flatMap(({ testimony }) => testimony.merchants);
}

/** Everything that clients of several rounds know; of reads each round has been judged already. */
function together(done: readonly RoundReport[]): Testimony {
  const entries = done.flatMap(({ testimony }, round) =>
    testimony.entries.map((entry) => ({ ...entry, intent: { ...entry.intent, round } })),
  );
  return { merchants: merchantsOf(done), entries, reads: [] };
}

function lineOf({ seed, faults, ...report }: RoundReport): string {
  const { requests, acknowledged, unknown, movements, recoveryMs, violations } = report;
  const what = faults.map(({ kind, atMs, forMs }) => `${kind}@${atMs}+${forMs}`).join(" ");
  const held = violations.length === 0 ? "held" : `${violations.length} VIOLATIONS`;
  return `seed ${seed}: ${held}; ${requests} requests, ${acknowledged} acknowledged, ${unknown} never told, ${movements} movements, recovered in ${Math.round(recoveryMs)} ms; ${what || "no fault"}`;
}

function tell(
  violations: readonly Violation[],
  whose: string,
  print: SessionOptions["print"],
): boolean {
  if (violations.length === 0) return true;
  for (const { rule, subject } of violations.slice(0, 40)) print(`BROKEN ${rule}: ${subject}`);
  print(`to see it again: pnpm crash --seed ${whose.split(" ")[1]}`);
  return false;
}
