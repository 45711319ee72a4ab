import type { IncomingMessage } from "node:http";
import type { InputParts, Result } from "@purse/contract";
import { exchangeOf } from "./exchange.ts";
import { since } from "./since.ts";

/** What has been noted of a call. */
export interface CallNotes {
  /** `charges.create` */
  readonly operation: string;
  readonly merchant_id: string | null;
  readonly key_id: string | null;
  readonly resource_id: string | null;
  readonly code: number | null;
  readonly duration_ms: number | null;
}

/** A call of an operation within a request: a batch has several. */
export class Call implements CallNotes {
  readonly operation: string;
  merchant_id: string | null = null;
  key_id: string | null = null;
  resource_id: string | null = null;
  code: number | null = null;
  duration_ms: number | null = null;
  readonly #began = performance.now();

  constructor(operation: string) {
    this.operation = operation;
  }

  /** Notes who calls. */
  by(caller: { readonly merchant_id: string; readonly key_id: string }): void {
    this.merchant_id = caller.merchant_id;
    this.key_id = caller.key_id;
  }

  /** Notes the resource that the call was about, as far as input and result name one. */
  about(parts: InputParts, result: Result<unknown>): void {
    this.resource_id = resourceId(parts, result);
  }

  /** Notes what came of it, where the request's answer has more to say than this. */
  end(code: number): void {
    this.code = code;
    this.duration_ms = since(this.#began);
  }
}

/** Notes that a request calls an operation. */
export function beginCall(request: IncomingMessage, operation: string): Call {
  const call = new Call(operation);
  exchangeOf(request).calls.push(call);
  return call;
}

/** What was made or read; of what was refused, what it was asked for. */
function resourceId({ params, query, body }: InputParts, result: Result<unknown>): string | null {
  const made = result.ok ? idIn(result.data, ["id"]) : null;
  const named = ["id", "charge_id", "wallet_id"];
  return made ?? idIn(params, named) ?? idIn(body, named) ?? idIn(query, named);
}

const wellFormed = /^[a-z]{3}_[0-9a-z]{1,60}$/;

function idIn(value: unknown, names: readonly string[]): string | null {
  if (typeof value !== "object" || value === null) return null;
  for (const name of names) {
    const id: unknown = Reflect.get(value, name);
    if (typeof id === "string" && wellFormed.test(id)) return id;
  }
  return null;
}
