import type { Violation } from "../oracle/violation.ts";
import { limit } from "../overload/judge-arrivals.ts";
import type { Sample } from "./sample.ts";

/** How much of each there may be at the end, beside what there was once it was warm. */
const limits: Readonly<
  Record<Exclude<keyof Sample, "atMinutes" | "acknowledged" | "heapMb">, Growth>
> = {
  residentMb: { times: 1.2, plus: 20 },
  openFiles: { times: 1, plus: 16 },
  sessions: { times: 1, plus: 8 },
  waiting: { times: 1.5, plus: 200 },
  p99Ms: { times: 2, plus: 50 },
};
interface Growth {
  readonly times: number;
  readonly plus: number;
}

/** What the heap may grow by in a minute once it is warm, in MB. */
const heapGrowthMax = 1;

/** What has grown between the second quarter of a soak and its last. */
export function checkTrend(samples: readonly Sample[]): Violation[] {
  const quarter = Math.floor(samples.length / 4);
  if (quarter === 0) return [{ rule: "a soak takes its time", subject: "too short to tell" }];
  const [early, late] = [samples.slice(quarter, 2 * quarter), samples.slice(-quarter)];
  const growth = slope(samples.slice(quarter).map(({ atMinutes, heapMb }) => [atMinutes, heapMb]));
  const grown = Object.entries(limits).flatMap(([name, { times, plus }]) => {
    const of = (some: readonly Sample[]) => median(some.map((each) => each[name as "p99Ms"]));
    const max = of(early) * times + plus;
    if (of(late) <= max) return [];
    const subject = `${of(early).toFixed(1)}, then ${of(late).toFixed(1)}`;
    return [{ rule: `${name} stays what it is`, subject }];
  });
  return [...grown, ...limit("the heap's growth", growth, heapGrowthMax, "MB a minute")];
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[values.length >> 1] ?? 0;
}

/** How much a value rises a step, by least squares. */
function slope(points: readonly (readonly [at: number, value: number])[]): number {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middle, height] = [mean(points.map(([at]) => at)), mean(points.map(([, value]) => value))];
  const rise = points.reduce((sum, [at, value]) => sum + (at - middle) * (value - height), 0);
  return rise / points.reduce((sum, [at]) => sum + (at - middle) ** 2, 0);
}
