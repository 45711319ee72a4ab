/** Why there is no answer: none within the time, none at all, or one that is none of Purse's. */
export type NoAnswerKind = "timeout" | "network" | "not_an_envelope";

const words: Readonly<Record<NoAnswerKind, string>> = {
  timeout: "no answer within the time limit",
  network: "no answer: the connection failed",
  not_an_envelope: "the answer is none of Purse's",
};

interface NoAnswerContext extends ErrorOptions {
  readonly kind: NoAnswerKind;
  readonly requestId: string;
  readonly outcomeUnknown: boolean;
  readonly httpStatus?: number | undefined;
}

/** Thrown when a call ended without an answer of Purse's; `cause` is what went wrong. */
export class NoAnswerError extends Error {
  readonly kind: NoAnswerKind;
  /** The id that the server's log has the call under, if it arrived. */
  readonly requestId: string;
  /** Whether the call may have had its effect all the same. */
  readonly outcomeUnknown: boolean;
  /** The status of an answer that is none of Purse's. */
  readonly httpStatus: number | undefined;

  constructor({ kind, requestId, outcomeUnknown, httpStatus, ...options }: NoAnswerContext) {
    super(words[kind], options);
    this.kind = kind;
    this.requestId = requestId;
    this.outcomeUnknown = outcomeUnknown;
    this.httpStatus = httpStatus;
  }

  override get name(): string {
    return "NoAnswerError";
  }
}
