import {
  type AnswerFault,
  answerFaults,
  magicRanges,
  type NotifyFault,
  notifyFaults,
  type Operation,
  type OutcomeKind,
} from "./kinds.ts";

const base = 9000;
const rangeSize = 20;

/** The fault that an amount asks for in an operation; `once`: of the first time alone. */
export interface Magic {
  readonly fault: string;
  readonly once: boolean;
}

const queries: ReadonlySet<Operation> = new Set([
  "query",
  "queryRefund",
  "queryTransfer",
  "queryRedEnvelope",
]);
const writes: ReadonlySet<Operation> = new Set(["pay", "refund", "transfer", "redEnvelope"]);

/** Reads an amount; `outcomes` are the channel's for this operation, in their order. */
export function magicOf(
  amount: number,
  operation: Operation,
  outcomes: readonly OutcomeKind[],
): Magic | undefined {
  const ending = (amount % 10_000) - base;
  const from = Math.floor(ending / rangeSize) * rangeSize;
  const place = (ending % rangeSize) - 1;
  const at = <Fault extends string>(kinds: readonly { readonly fault: Fault }[], once = false) => {
    const fault = kinds[place]?.fault;
    return fault === undefined ? undefined : { fault, once };
  };
  if (from === 0 && writes.has(operation)) return at(answerFaults, true);
  if (from === 20 && operation !== "notify") return at(answerFaults);
  if (from === 40 && queries.has(operation)) return at(answerFaults);
  if (from === 60 && operation === "notify") return at(notifyFaults);
  if (from === 80 && writes.has(operation)) return at(outcomes);
  return undefined;
}

/** Every ending of four digits that asks for something, with what it asks for. */
export function magicTable(outcomes: readonly OutcomeKind[]) {
  const rows = magicRanges.flatMap(({ from, kinds, when }) =>
    (kinds === "answer" ? answerFaults : kinds === "notify" ? notifyFaults : []).map(
      ({ fault, does }: { fault: AnswerFault | NotifyFault; does: string }, place) => ({
        ending: base + from + place + 1,
        fault,
        when,
        does,
      }),
    ),
  );
  const own = Map.groupBy(outcomes, ({ channel, operation }) => `${channel} ${operation}`);
  const business = [...own.values()].flatMap((kinds) =>
    kinds
      .filter(({ operation }) => writes.has(operation))
      .map((kind, place) => ({ ending: base + 80 + place + 1, ...kind })),
  );
  return { rows, business };
}
