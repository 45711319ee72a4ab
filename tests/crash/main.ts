import { parseArgs } from "node:util";
import { type FaultName, faultKinds } from "./faults/kinds.ts";
import { runSession } from "./session.ts";

// pnpm crash: rounds of load and faults over a cluster and replicas of its own.

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    rounds: { type: "string" },
    minutes: { type: "string" },
    workers: { type: "string", default: "16" },
    only: { type: "string", multiple: true },
    calm: { type: "boolean", default: false },
  },
});
// Without any fault, for the oracle itself: it must find nothing wrong then.
const only = (values.calm ? [] : values.only)?.map((name): FaultName => {
  if (!Object.hasOwn(faultKinds, name)) {
    throw new Error(`--only: ${name} is none of ${Object.keys(faultKinds).join(", ")}`);
  }
  return name as FaultName;
});
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
