import {
  type Codes,
  type InputParts,
  inputReader,
  keysOf,
  type NamedOperation,
  PurseError,
  type Result,
} from "@purse/contract";
import { answerOnce, type KeepData } from "./answer-once.ts";
import { channelScope } from "./channel-scope.ts";
import { fail, failBy } from "./fail.ts";
import {
  type Caller,
  type NewId,
  type OpenScope,
  type Ports,
  type Scope,
  SecretKeyMissing,
  Unavailable,
} from "./ports.ts";
import { refuseLate } from "./refuse-late.ts";
import type { Service } from "./service.ts";

/** A handler failed in a way that its operation does not declare: a fault of ours. */
export class UndeclaredFailure extends Error {
  override readonly name = "UndeclaredFailure";
}

/** One operation, ready to be called with what a request brought. */
export interface BoundOperation extends NamedOperation {
  /** Every key that may be answered to it. */
  readonly keys: ReadonlySet<string>;
  /**
   * Answers what the contract declares; whatever else is thrown inside is thrown on.
   * Only unsigned operations can do without a caller.
   */
  readonly call: (
    caller: Caller | undefined,
    parts: InputParts,
    idempotencyKey?: string,
  ) => Promise<Result<unknown>>;
}

/** Joins an operation to its handler: reads the input, hands in the scope, guards the failures. */
export function bindOperation(
  ports: Ports,
  { contract, handlerOf }: Service,
  named: NamedOperation,
): BoundOperation {
  const { operation } = named;
  const { registry, api } = contract;
  const handler = handlerOf(named);
  const readInput = inputReader(operation);
  const keys: ReadonlySet<string> = keysOf(operation, api);
  const open = openScope(ports, registry);

  async function work(scope: unknown, input: unknown): Promise<Result<unknown>> {
    try {
      return { ok: true, data: await handler(scope, input) };
    } catch (error) {
      return { ok: false, error: failureOf(error, keys) };
    }
  }

  // Not async: a promise of a promise takes three turns more.
  function call(
    caller: Caller | undefined,
    parts: InputParts,
    idempotencyKey?: string,
  ): Promise<Result<unknown>> {
    const read = readInput(parts);
    if (!read.ok) return Promise.resolve(read);
    if (operation.unsigned === true) return work(open, read.input);
    if (caller !== undefined) return callAs(caller, read.input, idempotencyKey);
    return Promise.resolve({ ok: false, error: fail("api_key_require") });
  }

  async function callAs(
    caller: Caller,
    input: unknown,
    idempotencyKey: string | undefined,
  ): Promise<Result<unknown>> {
    try {
      const leave = await ports.enter(caller.key_id);
      if (leave === undefined) return { ok: false, error: tooMany() };
      try {
        return await callOnce(caller, input, idempotencyKey);
      } finally {
        leave();
      }
    } catch (error) {
      return { ok: false, error: failureOf(error, keys) };
    }
  }

  async function callOnce(
    caller: Caller,
    input: unknown,
    idempotencyKey: string | undefined,
  ): Promise<Result<unknown>> {
    if (idempotencyKey === undefined || operation.method === "GET") {
      return work(callerScope(ports, registry, caller, ports.newId), input);
    }
    if (!wellFormedKey.test(idempotencyKey)) return { ok: false, error: malformedKey() };
    const { merchant_id } = caller;
    // The reader writes fields in the order of their declaration, whatever order they came in.
    const content = JSON.stringify(input);
    const request = { merchant_id, key: idempotencyKey, operation: named.id, content };
    return answerOnce(ports, registry, request, (newId, keep) =>
      work(callerScope(ports, registry, caller, newId, keep), input),
    );
  }
  return { ...named, keys, call };
}

function tooMany() {
  return fail("concurrency_limit_exceeded", "as many requests of this key are in flight as may be");
}

const wellFormedKey = /^[\x21-\x7e]{1,255}$/;

function malformedKey() {
  return fail("param_error", "Idempotency-Key: expected 1 to 255 characters without spaces");
}

function openScope(ports: Ports, registry: Codes): OpenScope<string> {
  const fail = failBy(registry);
  return {
    fail,
    registry,
    async merchantScopeOf(walletId) {
      const merchantId = await ports.storage.operatorTransaction((tx) =>
        tx.merchantOfWallet(walletId),
      );
      return merchantId === undefined ? undefined : channelScope(ports, merchantId, fail);
    },
  };
}

function callerScope(
  ports: Ports,
  registry: Codes,
  caller: Caller,
  newId: NewId,
  keep?: KeepData,
): Scope<string> {
  const { storage, newRandomKey, passwords, channels, webhooks, notifyUrl, now, uptime } = ports;
  const { merchant_id } = caller;
  const ofPorts = { newRandomKey, passwords, channels, webhooks, notifyUrl, now };
  return {
    ...ofPorts,
    caller,
    fail: failBy(registry),
    newId,
    refuseLate: refuseLate(uptime),
    transaction: (work) => storage.transaction(merchant_id, work),
    shared: (work) => storage.shared(merchant_id, work),
    conclude: (work) =>
      storage.transaction(merchant_id, async (tx) => {
        const data = await work(tx);
        await keep?.(tx, data);
        return data;
      }),
    snapshot: (work) => storage.snapshot(merchant_id, work),
  };
}

/** What was thrown, as the failure to answer; throws on what no operation may answer. */
export function failureOf(error: unknown, declared: ReadonlySet<string>): PurseError {
  if (error instanceof Unavailable) return fail("service_unavailable");
  if (error instanceof SecretKeyMissing) return fail("unknown", error.message);
  if (!(error instanceof PurseError)) throw error;
  if (declared.has(error.key)) return error;
  throw new UndeclaredFailure(error.key, { cause: error });
}
