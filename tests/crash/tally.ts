import type { RoundReport } from "./round.ts";

const counted = ["requests", "acknowledged", "unknown", "movements", "reads", "bankReads"] as const;

/** Adds rounds up, for the end. */
export class Tally {
  #rounds = 0;
  readonly #faults = new Map<string, number>();
  readonly #sums = {
    requests: 0,
    acknowledged: 0,
    unknown: 0,
    movements: 0,
    reads: 0,
    bankReads: 0,
  };
  readonly #recoveries: number[] = [];
  #longestSettledMs = 0;

  add(report: RoundReport): void {
    this.#rounds += 1;
    for (const { kind } of report.faults) {
      this.#faults.set(kind, (this.#faults.get(kind) ?? 0) + 1);
    }
    for (const name of counted) this.#sums[name] += report[name];
    this.#recoveries.push(report.recoveryMs);
  }

  settled(ms: number): void {
    this.#longestSettledMs = Math.max(this.#longestSettledMs, ms);
  }

  lines(): string[] {
    const { requests, acknowledged, unknown, movements, reads, bankReads } = this.#sums;
    const sorted = this.#recoveries.toSorted((one, other) => one - other);
    const at = (part: number) => Math.round(sorted[Math.floor((sorted.length - 1) * part)] ?? 0);
    const faults = [...this.#faults].toSorted(([one], [other]) => (one < other ? -1 : 1));
    return [
      "",
      `rounds               ${this.#rounds}`,
      `requests             ${requests}, ${acknowledged} acknowledged, ${unknown} never told`,
      `movements checked    ${movements}`,
      `balances read        ${reads}, of all at once ${bankReads}`,
      `recovery             median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms`,
      `all ended within     ${Math.round(this.#longestSettledMs / 1000)} s`,
      `faults               ${faults.reduce((sum, [, count]) => sum + count, 0)}`,
      ...faults.map(([kind, count]) => `  ${kind.padEnd(26)} ${count}`),
    ];
  }
}
