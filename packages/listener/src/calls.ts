import type { IncomingMessage } from "node:http";
import type { InputParts, Result } from "@purse/contract";
import { since } from "./since.ts";

/** A call of an operation within a request: a batch has several. */
export interface Call {
  /** `charges.create` */
  readonly operation: string;
  /** Notes who calls. */
  readonly by: (caller: { readonly merchant_id: string; readonly key_id: string }) => void;
  /** Notes the resource that the call was about, as far as input and result name one. */
  readonly about: (parts: InputParts, result: Result<unknown>) => void;
  /** Notes what came of it, where the request's answer has more to say than this. */
  readonly end: (code: number) => void;
}

/** What has been noted of a call. */
export interface CallNotes {
  readonly operation: string;
  merchant_id: string | null;
  key_id: string | null;
  resource_id: string | null;
  code: number | null;
  duration_ms: number | null;
}

const callsOf = new WeakMap<IncomingMessage, CallNotes[]>();

/** Notes that a request calls an operation. */
export function beginCall(request: IncomingMessage, operation: string): Call {
  const began = performance.now();
  const notes: CallNotes = {
    operation,
    merchant_id: null,
    key_id: null,
    resource_id: null,
    code: null,
    duration_ms: null,
  };
  const calls = callsOf.get(request);
  if (calls === undefined) callsOf.set(request, [notes]);
  else calls.push(notes);
  return {
    operation,
    by({ merchant_id, key_id }) {
      notes.merchant_id = merchant_id;
      notes.key_id = key_id;
    },
    about(parts, result) {
      notes.resource_id = resourceId(parts, result);
    },
    end(code) {
      notes.code = code;
      notes.duration_ms = since(began);
    },
  };
}

export function notedCalls(request: IncomingMessage): readonly CallNotes[] {
  return callsOf.get(request) ?? [];
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
