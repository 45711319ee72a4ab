import {
  type ErrorKey,
  type FieldError,
  PurseError,
  type RegistryEntry,
  type Text,
} from "@purse/contract";

/** What an error has besides its registry entry. */
export interface AnswerErrorContext {
  readonly detail: string | undefined;
  readonly fields: readonly FieldError[];
  readonly requestId: string;
  readonly outcomeUnknown: boolean;
  readonly retryAfterMs: number | undefined;
}

/**
 * Thrown when Purse answered with a code. Of each code there is a class of its own, by its key:
 * `error instanceof BalanceInsufficientError`. The key, the code, the HTTP status and the retry
 * class are the registry's; `fields` names the fields at fault.
 */
export class AnswerError<Key extends string = ErrorKey> extends PurseError<Key> {
  /** Why this code happens. */
  override readonly cause: Text;
  /** What to do about it. */
  readonly remedy: Text;
  /** The id that the server's log has the call under. */
  readonly requestId: string;
  /** Whether the call may have had its effect all the same, or may have it yet. */
  readonly outcomeUnknown: boolean;
  /** How long the server asked to wait, if it did. */
  readonly retryAfterMs: number | undefined;

  constructor(entry: RegistryEntry<Key>, context: AnswerErrorContext) {
    super(entry, context.detail, context);
    this.cause = entry.cause;
    this.remedy = entry.remedy;
    this.requestId = context.requestId;
    this.outcomeUnknown = context.outcomeUnknown;
    this.retryAfterMs = context.retryAfterMs;
  }

  override get name(): string {
    return errorName(this.key);
  }
}

type Pascal<Words extends string> = Words extends `${infer Word}_${infer Rest}`
  ? `${Capitalize<Word>}${Pascal<Rest>}`
  : Capitalize<Words>;

/** `BalanceInsufficientError` of `balance_insufficient`, `ParamError` of `param_error`. */
export type ErrorName<Key extends string> = Key extends `${infer Stem}_error`
  ? `${Pascal<Stem>}Error`
  : `${Pascal<Key>}Error`;

export function errorName(key: string): string {
  const words = key.replace(/_error$/, "").split("_");
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("")}Error`;
}
