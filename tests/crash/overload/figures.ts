import type { Arrival } from "./arrivals.ts";
import type { Asked } from "./connections.ts";

type Some = readonly Arrival<Asked>[];

export const isAccepted = ({ answer }: Arrival<Asked>): boolean => answer?.status === 200;

/** What so large a part of some values is not above. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}

export const p99 = (arrivals: Some): number =>
  quantile(
    arrivals.map(({ latencyMs }) => latencyMs),
    0.99,
  );

/** One line for whoever looks at a phase. */
export function lineOf(name: string, perSecond: number, seconds: number, arrivals: Some): string {
  const accepted = arrivals.filter(isAccepted);
  const refused = arrivals.filter((each) => !isAccepted(each));
  const late = arrivals.map(({ sentLateMs }) => sentLateMs);
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  return [
    `${name}: ${perSecond.toFixed(0)} a second for ${seconds} s`,
    `${(accepted.length / seconds).toFixed(0)} a second accepted`,
    `median ${ms(
      quantile(
        accepted.map(({ latencyMs }) => latencyMs),
        0.5,
      ),
    )}, p99 ${ms(p99(accepted))}`,
    refused.length === 0 ? "none refused" : `${refused.length} refused, p99 ${ms(p99(refused))}`,
    `sent late by ${ms(quantile(late, 0.99))} at p99`,
  ].join("; ");
}

/** How many seconds after a moment it took until each second's requests were nearly all accepted. */
export function secondsToRecover(arrivals: Some, since: number, seconds: number): number {
  let recovered = 0;
  for (let second = 0; second < seconds; second++) {
    const start = since + second * 1000;
    const some = arrivals.filter(({ dueAt }) => dueAt >= start && dueAt < start + 1000);
    if (some.filter(isAccepted).length < fullShare * some.length) recovered = second + 1;
  }
  return recovered;
}

/** The part of a second's requests that makes a full rate. */
const fullShare = 0.95;
