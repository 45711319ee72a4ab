import {
  type Codes,
  type Contract,
  type ErrorKey,
  operationsOf,
  type Result,
  registry,
} from "@purse/contract";
import { type BoundOperation, bindOperation, failureOf } from "./bind-operation.ts";
import { deliver } from "./deliver.ts";
import { fail } from "./fail.ts";
import type {
  Caller,
  DueDelivery,
  Job,
  KeyHolder,
  OperatorScope,
  Ports,
  Storage,
  WebhookAnswer,
} from "./ports.ts";
import { resume } from "./resume.ts";
import type { Service } from "./service.ts";

/** What a transport needs of core. */
export interface Core {
  readonly contract: Contract;
  readonly operations: readonly BoundOperation[];
  /** The caller behind an X-API-KEY, or `api_key_require`, `api_key_invalid`. */
  readonly authenticate: (apiKey: string | undefined) => Promise<Result<Caller>>;
  /** As `authenticate`, with what the key's requests are signed with. */
  readonly identify: (apiKey: string | undefined) => Promise<Result<KeyHolder>>;
  /** Whether a verified signature's nonce is new to its key, from now on not any more. */
  readonly keepNonce: (keyId: string, nonce: string) => Promise<Result<boolean>>;
  readonly now: () => Date;
  /** Runs an operator's use-case; `actor` goes into the audit log. */
  readonly operate: <Data>(actor: string, work: OperatorWork<Data>) => Promise<Result<Data>>;
  readonly checkLedger: Storage["checkLedger"];
  readonly checkLedgerWhenDue: Storage["checkLedgerWhenDue"];
  /** Looks after what a job names; answers the seconds after which to look again, if ever. */
  readonly resume: (job: Job) => Promise<number | undefined>;
  readonly takeDeliveries: Storage["takeDeliveries"];
  /** Sends what was taken once, and keeps what came of it. */
  readonly deliver: (delivery: DueDelivery) => Promise<WebhookAnswer>;
}

type OperatorWork<Data> = (scope: OperatorScope<ErrorKey>) => Promise<Data>;

/** Every operation of a service, over these ports. */
export function createCore(ports: Ports, service: Service): Core {
  const { contract } = service;
  return {
    contract,
    operations: operationsOf(contract.api).map((named) => bindOperation(ports, service, named)),
    authenticate: async (apiKey) => {
      const found = await identify(ports, apiKey);
      return found.ok ? { ok: true, data: found.data.caller } : found;
    },
    identify: (apiKey) => identify(ports, apiKey),
    keepNonce: (keyId, nonce) => answered(() => ports.storage.keepNonce(keyId, nonce)),
    now: ports.now,
    operate: (actor, work) => operate(ports, contract.registry, actor, work),
    checkLedger: ports.storage.checkLedger,
    checkLedgerWhenDue: ports.storage.checkLedgerWhenDue,
    resume: (job) => resume(ports, job),
    takeDeliveries: ports.storage.takeDeliveries,
    deliver: (delivery) => deliver(ports, delivery),
  };
}

const noErrors = new Set<string>();
const allErrors = new Set<string>(registry.entries.map((entry) => entry.key));

async function identify(ports: Ports, apiKey: string | undefined): Promise<Result<KeyHolder>> {
  if (apiKey === undefined || apiKey === "") return { ok: false, error: fail("api_key_require") };
  const found = await answered(() => ports.storage.holderOf(apiKey));
  if (!found.ok) return found;
  if (found.data === undefined) return { ok: false, error: fail("api_key_invalid") };
  return { ok: true, data: found.data };
}

async function answered<Data>(work: () => Promise<Data>): Promise<Result<Data>> {
  try {
    return { ok: true, data: await work() };
  } catch (error) {
    return { ok: false, error: failureOf(error, noErrors) };
  }
}

async function operate<Data>(
  ports: Ports,
  registry: Codes,
  actor: string,
  work: OperatorWork<Data>,
): Promise<Result<Data>> {
  const { newId, newApiKey, newSigningSecret, now, sandbox } = ports;
  const transaction = ports.storage.operatorTransaction;
  try {
    const scope = {
      actor,
      registry,
      fail,
      newId,
      newApiKey,
      newSigningSecret,
      now,
      transaction,
      sandbox,
      resume: (job: Job) => resume(ports, job),
    };
    return { ok: true, data: await work(scope) };
  } catch (error) {
    return { ok: false, error: failureOf(error, allErrors) };
  }
}
