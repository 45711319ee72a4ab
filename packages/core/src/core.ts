import { type Api, type ErrorKey, operationsOf, type Result, registry } from "@purse/contract";
import {
  type BoundOperation,
  bindOperation,
  failureOf,
  type UntypedHandler,
} from "./bind-operation.ts";
import { fail } from "./fail.ts";
import type { Handlers } from "./handler.ts";
import type { Caller, Job, OperatorScope, Ports, Storage } from "./ports.ts";
import { resume } from "./resume.ts";

/** What a transport needs of core. */
export interface Core {
  readonly operations: readonly BoundOperation[];
  /** The caller behind an X-API-KEY, or `api_key_require`, `api_key_invalid`. */
  readonly authenticate: (apiKey: string | undefined) => Promise<Result<Caller>>;
  /** Runs an operator's use-case; `actor` goes into the audit log. */
  readonly operate: <Data>(actor: string, work: OperatorWork<Data>) => Promise<Result<Data>>;
  readonly checkLedger: Storage["checkLedger"];
  /** Looks after what a job names; answers the seconds after which to look again, if ever. */
  readonly resume: (job: Job) => Promise<number | undefined>;
}

type OperatorWork<Data> = (scope: OperatorScope<ErrorKey>) => Promise<Data>;

/** Every operation of the API with its handler, over these ports. */
export function createCore<A extends Api>(ports: Ports, api: A, handlers: Handlers<A>): Core {
  const operations = operationsOf(api).map((named) => {
    // Handlers<A> has been checked to hold this operation's handler under these very names.
    const handler = handlers[named.resource]?.[named.verb] as unknown as UntypedHandler;
    return bindOperation(ports, named, handler);
  });
  return {
    operations,
    authenticate: (apiKey) => authenticate(ports, apiKey),
    operate: (actor, work) => operate(ports, actor, work),
    checkLedger: ports.storage.checkLedger,
    resume: (job) => resume(ports, job),
  };
}

const keyErrors = new Set(["api_key_require", "api_key_invalid"]);
const allErrors = new Set<string>(registry.entries.map((entry) => entry.key));

async function authenticate(ports: Ports, apiKey: string | undefined): Promise<Result<Caller>> {
  if (apiKey === undefined || apiKey === "") return { ok: false, error: fail("api_key_require") };
  try {
    const caller = await ports.storage.callerOf(apiKey);
    if (caller === undefined) return { ok: false, error: fail("api_key_invalid") };
    return { ok: true, data: caller };
  } catch (error) {
    return { ok: false, error: failureOf(error, keyErrors) };
  }
}

async function operate<Data>(
  { storage, newId, newApiKey }: Ports,
  actor: string,
  work: OperatorWork<Data>,
): Promise<Result<Data>> {
  const transaction = storage.operatorTransaction;
  try {
    return { ok: true, data: await work({ actor, fail, newId, newApiKey, transaction }) };
  } catch (error) {
    return { ok: false, error: failureOf(error, allErrors) };
  }
}
