import {
  type ErrorKey,
  edgeErrors,
  type InputParts,
  inputErrors,
  inputReader,
  type NamedOperation,
  PurseError,
  type Result,
} from "@purse/contract";
import { fail } from "./fail.ts";
import { type Caller, type OpenScope, type Ports, type Scope, Unavailable } from "./ports.ts";

/** A handler failed in a way that its operation does not declare: a fault of ours. */
export class UndeclaredFailure extends Error {
  override readonly name = "UndeclaredFailure";
}

/** One operation, ready to be called with what a request brought. */
export interface BoundOperation extends NamedOperation {
  /**
   * Answers what the contract declares; whatever else is thrown inside is thrown on.
   * Only unsigned operations can do without a caller.
   */
  readonly call: (caller: Caller | undefined, parts: InputParts) => Promise<Result<unknown>>;
}

/** A handler whose types were checked where the table of handlers was written. */
export type UntypedHandler = (scope: unknown, input: unknown) => Promise<unknown>;

/** Joins an operation to its handler: reads the input, hands in the scope, guards the failures. */
export function bindOperation(
  ports: Ports,
  named: NamedOperation,
  handler: UntypedHandler,
): BoundOperation {
  const { operation } = named;
  const readInput = inputReader(operation);
  const declared = new Set<string>([
    ...operation.errors,
    ...inputErrors(operation),
    ...edgeErrors(operation),
  ]);

  async function call(caller: Caller | undefined, parts: InputParts): Promise<Result<unknown>> {
    const read = readInput(parts);
    if (!read.ok) return read;
    try {
      const scope = operation.unsigned === true ? openScope : callerScope(ports, caller);
      return { ok: true, data: await handler(scope, read.input) };
    } catch (error) {
      return { ok: false, error: failureOf(error, declared) };
    }
  }
  return { ...named, call };
}

const openScope: OpenScope<ErrorKey> = { fail };

function callerScope(ports: Ports, caller: Caller | undefined): Scope<ErrorKey> {
  if (caller === undefined) throw fail("api_key_require");
  const { storage, newId } = ports;
  return {
    caller,
    fail,
    newId,
    transaction: (work) => storage.transaction(caller.merchant_id, work),
  };
}

/** What was thrown, as the failure to answer; throws on what no operation may answer. */
export function failureOf(error: unknown, declared: ReadonlySet<string>): PurseError {
  if (error instanceof Unavailable) return fail("service_unavailable");
  if (!(error instanceof PurseError)) throw error;
  if (declared.has(error.key)) return error;
  throw new UndeclaredFailure(error.key, { cause: error });
}
