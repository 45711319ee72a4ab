import type { ErrorKey } from "@purse/contract";
import type { Fail } from "./ports.ts";

/** What a step does to the books: an entry, or money of a wallet held, spent or set free. */
export type LedgerAct = "post" | "hold" | "capture" | "release";

/** What an event does to a state: a next one with its act, nothing, or a refusal. */
export type Step<State extends string, Key extends string> =
  | { readonly next: State; readonly act?: LedgerAct }
  | "stay"
  | { readonly refused: Key };

/** A noun's whole life: for every state and every event the step, none left open. */
export type Machine<State extends string, Event extends string, Key extends ErrorKey> = Readonly<
  Record<State, Readonly<Record<Event, Step<State, Key>>>>
>;

export function to<State extends string>(next: State): { readonly next: State };
export function to<State extends string>(
  next: State,
  act: LedgerAct,
): { readonly next: State; readonly act: LedgerAct };
export function to<State extends string>(next: State, act?: LedgerAct) {
  return act === undefined ? { next } : { next, act };
}

export function no<Key extends ErrorKey>(key: Key): { readonly refused: Key } {
  return { refused: key };
}

/**
 * The step that an event makes; undefined when everything stays as it is. Whoever takes it holds
 * the row's lock, so that no other step comes between.
 */
export function stepOf<State extends string, Event extends string, Key extends ErrorKey>(
  machine: Machine<State, Event, Key>,
  { fail }: { readonly fail: Fail<Key> },
  { id, status }: { readonly id: string; readonly status: State },
  event: Event,
): { readonly next: State; readonly act?: LedgerAct } | undefined {
  const step: Step<State, Key> = machine[status][event];
  if (step === "stay") return undefined;
  if ("refused" in step) throw fail(step.refused, `${id} is ${status}`);
  return step;
}
