import { randomUUID } from "node:crypto";
import type { Channel } from "../house.ts";
import { answerFaults, notifyFaults, type Operation, type OutcomeKind } from "./kinds.ts";
import { magicOf } from "./magic.ts";

/** A fault that was ordered: of one order where `no` is named, of the next ones where not. */
export interface FaultRule {
  readonly id: string;
  readonly channel: Channel;
  readonly operation: Operation;
  readonly fault: string;
  readonly no: string | null;
  /** How many times more; null: until it is taken away. */
  readonly times: number | null;
}

/** What the channel is about to answer or to send. */
export interface Occasion {
  readonly channel: Channel;
  readonly operation: Operation;
  readonly no?: string | undefined;
  /** Of the order, where it is known. */
  readonly amount?: number | undefined;
}

/** Says what goes wrong next: what was ordered, else what the order's amount asks for. */
export class Faults {
  readonly outcomes: readonly OutcomeKind[];
  #rules: FaultRule[] = [];
  /** The orders whose one fault has come. */
  readonly #met = new Set<string>();

  constructor(outcomes: readonly OutcomeKind[]) {
    this.outcomes = outcomes;
  }

  /** The names that an operation of a channel can be ordered to go wrong by. */
  namesOf(channel: Channel, operation: Operation): readonly string[] {
    if (operation === "notify") return notifyFaults.map(({ fault }) => fault);
    const own = this.#outcomesOf(channel, operation);
    return [...answerFaults, ...own].map(({ fault }) => fault);
  }

  add(rule: Omit<FaultRule, "id">): FaultRule {
    const added = { id: randomUUID(), ...rule };
    this.#rules.push(added);
    return added;
  }

  list(): readonly FaultRule[] {
    return this.#rules;
  }

  remove(id: string): void {
    this.#rules = this.#rules.filter((rule) => rule.id !== id);
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault of this occasion, used up. */
  take(occasion: Occasion): string | undefined {
    return this.#ordered(occasion)?.fault ?? this.#magic(occasion);
  }

  #ordered({ channel, operation, no }: Occasion): FaultRule | undefined {
    const rule = this.#rules.find(
      (each) =>
        each.channel === channel &&
        each.operation === operation &&
        (each.no === null || each.no === no),
    );
    if (rule === undefined || rule.times === null) return rule;
    const left = { ...rule, times: rule.times - 1 };
    this.#rules = this.#rules.flatMap((each) =>
      each !== rule ? [each] : left.times > 0 ? [left] : [],
    );
    return rule;
  }

  #magic({ channel, operation, no, amount }: Occasion): string | undefined {
    if (amount === undefined) return undefined;
    const magic = magicOf(amount, operation, this.#outcomesOf(channel, operation));
    if (magic === undefined) return undefined;
    if (!magic.once) return magic.fault;
    const order = `${channel} ${operation} ${no}`;
    if (this.#met.has(order)) return undefined;
    this.#met.add(order);
    return magic.fault;
  }

  #outcomesOf(channel: Channel, operation: Operation): readonly OutcomeKind[] {
    return this.outcomes.filter((each) => each.channel === channel && each.operation === operation);
  }
}
