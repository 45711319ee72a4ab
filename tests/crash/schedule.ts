import type { Fault } from "./faults/fault.ts";
import { type FaultName, kindOf, weights } from "./faults/kinds.ts";
import { Random } from "./random.ts";

/** A fault with its time, in milliseconds behind the beginning of the load. */
export interface Scheduled extends Fault {
  readonly atMs: number;
}

export interface Schedule {
  readonly seed: number;
  readonly faults: readonly Scheduled[];
  /** For clients, payers and whoever else has to decide something. */
  readonly random: Random;
}

export interface ScheduleOptions {
  readonly replicas: number;
  /** Without these: what cannot be done here. */
  readonly without?: readonly FaultName[];
  /** Only these, where they are named. */
  readonly only?: readonly FaultName[];
}

/** What a seed stands for: one fault alone, or several together. */
export function scheduleOf(
  seed: number,
  { replicas, without = [], only }: ScheduleOptions,
): Schedule {
  const random = new Random(seed);
  const some = Object.entries(weights).filter(
    ([name]) => !without.includes(name as FaultName) && (only?.includes(name as FaultName) ?? true),
  );
  const possible = Object.fromEntries(some) as Record<FaultName, number>;
  const count = only?.length === 0 ? 0 : random.pick([1, 1, 2, 3, 4]);
  const faults = Array.from({ length: count }, (): Scheduled => {
    const kind = random.weighted(possible);
    const atMs = random.integer(300, 2500);
    return { kind, atMs, ...kindOf(kind)(random, random.integer(0, replicas - 1)) };
  });
  return { seed, faults: faults.toSorted((one, other) => one.atMs - other.atMs), random };
}
