import { setTimeout as sleep } from "node:timers/promises";
import { main } from "../../harness/command.ts";
import type { Entry } from "../load/journal.ts";
import { Random } from "../random.ts";
import { runRound } from "../round.ts";
import { closeOnce } from "../world/close-once.ts";
import { openWorld, type World } from "../world/world.ts";
import { EarlierTree } from "./earlier-tree.ts";

const pauseMs = 3000;
/** Nobody may wait longer for one thing, whoever ends and whatever is migrated, in milliseconds. */
const stallLimitMs = 2000;

/**
 * Two replicas of the version before the last migration, one after the other replaced by this
 * version's, as `docs/operations.md` has it, under load; then the oracle. Answers whether all held.
 */
export async function upgradeRolling(
  seed: number,
  print: (line: string) => void,
): Promise<boolean> {
  const earlier = await EarlierTree.make();
  const remove = closeOnce(() => earlier.remove());
  print(`from ${earlier.commit}, which has the schema of migration ${earlier.schema}`);
  try {
    const tree = earlier.main;
    const world = await openWorld({ replicas: 2, seed, main: tree, hasClock: false });
    try {
      return await replaceAll(world, seed, print);
    } finally {
      await world.close();
    }
  } finally {
    await remove();
  }
}

async function replaceAll(
  world: World,
  seed: number,
  print: (line: string) => void,
): Promise<boolean> {
  const begin = async () => {
    for (const { replica } of world.sites) {
      await sleep(pauseMs);
      const code = await replica.end();
      const since = performance.now();
      replica.main = main;
      await replica.start();
      await replica.ready();
      const ms = Math.round(performance.now() - since);
      print(`a replica ended with ${code}, and this version's was ready ${ms} ms later`);
    }
    await sleep(pauseMs);
    return async () => {};
  };
  const replacing = { kind: "replace all", detail: "", atMs: 0, forMs: 0, begin };
  const schedule = { seed, faults: [replacing], random: new Random(seed) };
  const { violations, testimony, ...report } = await runRound(world, schedule, { workers: 16 });
  for (const { rule, subject } of violations.slice(0, 40)) print(`BROKEN ${rule}: ${subject}`);
  const byBalance = testimony.entries.filter(({ intent }) => intent.body.channel === "balance");
  const unavailable = byBalance.flatMap(({ open }) => open.filter((said) => said !== "no answer"));
  const stallMs = Math.max(...byBalance.map(waited));
  print(`requests             ${report.requests}, ${report.acknowledged} acknowledged`);
  print(`movements checked    ${report.movements}`);
  print(`refused for a moment ${unavailable.length} ${[...new Set(unavailable)].join(", ")}`);
  print(`nobody waited longer than ${Math.round(stallMs)} ms for a movement between wallets`);
  return violations.length === 0 && stallMs <= stallLimitMs;
}

function waited({ startedAt, endedAt }: Entry): number {
  return endedAt === undefined ? 0 : endedAt - startedAt;
}
