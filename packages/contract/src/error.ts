import type { HttpStatus, RegistryEntry, RetryClass } from "./registry/index.ts";

/** A field at fault: `pointer` is a JSON pointer (RFC 6901) into the request. */
export interface FieldError {
  readonly pointer: string;
  readonly reason: string;
}

export interface PurseErrorOptions extends ErrorOptions {
  readonly fields?: readonly FieldError[];
}

/** The wire's message of an error: its name, then the detail if there is one. */
export function wireMessage(entry: RegistryEntry, detail?: string): string {
  // The seed's own example answers -1 with "failed", not with its name "unknown".
  const name = entry.code === -1 ? "failed" : entry.name;
  return detail === undefined || detail === "" ? name : `${name}: ${detail}`;
}

/**
 * Makes what is only to be answered, without the stack that nobody would read: taking it costs as
 * much as checking the request.
 */
export function withoutStack<Made>(make: () => Made): Made {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** The one error class: a registry entry that happened, on the server or read by a client. */
export class PurseError<Key extends string = string> extends Error {
  readonly entry: RegistryEntry<Key>;
  readonly detail: string | undefined;
  readonly fields: readonly FieldError[];

  constructor(entry: RegistryEntry<Key>, detail?: string, options?: PurseErrorOptions) {
    super(wireMessage(entry, detail), options);
    this.entry = entry;
    this.detail = detail;
    this.fields = options?.fields ?? [];
  }

  override get name(): string {
    return "PurseError";
  }
  get key(): Key {
    return this.entry.key;
  }
  get code(): number {
    return this.entry.code;
  }
  get httpStatus(): HttpStatus {
    return this.entry.httpStatus;
  }
  get retry(): RetryClass {
    return this.entry.retry;
  }

  /** Narrows to one of the keys: `if (error.is("refund_pending")) …`. */
  is<const Keys extends readonly string[]>(...keys: Keys): this is PurseError<Keys[number]> {
    return keys.includes(this.entry.key);
  }
}
