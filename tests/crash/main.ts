import { parseArgs } from "node:util";
import { contend } from "./contention/contention.ts";
import { killEmbedded } from "./embedded.ts";
import { type FaultName, faultKinds } from "./faults/kinds.ts";
import { killUnderLoad } from "./kills.ts";
import { overload } from "./overload/overload.ts";
import { runSession } from "./session.ts";
import { loseSessions } from "./sessions.ts";
import { soak } from "./soak/soak.ts";
import { isInOrder, linesOf, stopUnderLoad } from "./stops.ts";
import { upgradeBeside } from "./upgrade/beside.ts";
import { upgradeRolling } from "./upgrade/rolling.ts";
import { upgradeAll } from "./upgrade/upgrade-all.ts";

// pnpm crash: rounds of load and faults over a cluster and replicas of its own.

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    rounds: { type: "string" },
    minutes: { type: "string" },
    workers: { type: "string", default: "16" },
    only: { type: "string", multiple: true },
    calm: { type: "boolean", default: false },
    embedded: { type: "boolean", default: false },
    kills: { type: "string" },
    sessions: { type: "boolean", default: false },
    stops: { type: "string" },
    beside: { type: "string" },
    upgrades: { type: "boolean", default: false },
    rolling: { type: "boolean", default: false },
    overload: { type: "boolean", default: false },
    seconds: { type: "string", default: "60" },
    times: { type: "string", default: "10" },
    soak: { type: "string" },
    contention: { type: "boolean", default: false },
    movements: { type: "string", default: "100000" },
  },
});
// Without any fault, for the oracle itself: it must find nothing wrong then.
const only = (values.calm ? [] : values.only)?.map((name): FaultName => {
  if (!Object.hasOwn(faultKinds, name)) {
    throw new Error(`--only: ${name} is none of ${Object.keys(faultKinds).join(", ")}`);
  }
  return name as FaultName;
});
if (values.embedded) {
  const kills = Number(values.rounds ?? 30);
  const report = await killEmbedded({ seed: Number(values.seed), kills, workers: 8 });
  for (const { rule, subject } of report.violations) console.log(`BROKEN ${rule}: ${subject}`);
  const starts = report.startsMs.map(Math.round).toSorted((one, other) => one - other);
  console.log(`${kills} kills, ${report.acknowledged} acknowledged, ${report.movements} movements`);
  console.log(`a start takes ${starts[starts.length >> 1]} ms, at most ${starts.at(-1)} ms`);
  process.exit(report.violations.length === 0 ? 0 : 1);
}
if (values.kills !== undefined) {
  const some = { seed: Number(values.seed), kills: Number(values.kills), workers: 32 };
  process.exit((await killUnderLoad(some, console.log)) ? 0 : 1);
}
if (values.sessions) {
  process.exit((await loseSessions(Number(values.seed), console.log)) ? 0 : 1);
}
if (values.contention) process.exit((await contend(Number(values.seed), console.log)) ? 0 : 1);
if (values.stops !== undefined) {
  const times = Number(values.stops);
  const report = await stopUnderLoad({ seed: Number(values.seed), times, workers: 16 });
  for (const line of linesOf(report)) console.log(line);
  process.exit(isInOrder(report) ? 0 : 1);
}
if (values.beside !== undefined) {
  const some = { seed: Number(values.seed), rounds: Number(values.rounds ?? 3) };
  process.exit((await upgradeBeside(values.beside, some, console.log)) ? 0 : 1);
}
if (values.upgrades) process.exit((await upgradeAll(Number(values.movements))) ? 0 : 1);
if (values.rolling) {
  process.exit((await upgradeRolling(Number(values.seed), console.log)) ? 0 : 1);
}
if (values.overload) {
  const options = {
    seed: Number(values.seed),
    seconds: Number(values.seconds),
    times: Number(values.times),
    print: console.log,
  };
  process.exit((await overload(options)) ? 0 : 1);
}
if (values.soak !== undefined) {
  const [seed, minutes] = [Number(values.seed), Number(values.soak)];
  process.exit((await soak({ seed, minutes, workers: 6, print: console.log })) ? 0 : 1);
}
const ok = await runSession({
  seed: Number(values.seed),
  // A seed alone is one round, to see again what it was.
  rounds: Number(values.rounds ?? (values.minutes === undefined ? 1 : Number.POSITIVE_INFINITY)),
  minutes: Number(values.minutes ?? Number.POSITIVE_INFINITY),
  workers: Number(values.workers),
  ...(only === undefined ? {} : { only }),
  print: console.log,
});
process.exit(ok ? 0 : 1);
