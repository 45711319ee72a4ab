import { type PurseError, registry } from "@purse/contract";
import { exitCodes } from "./exit-codes.ts";
import type { HttpExchange } from "./http-exchange.ts";

/** Prints an answer: its data, or its code with what it means and what to do. */
export function printAnswer(exchanged: HttpExchange, json: boolean): void {
  const { status, request_id, data, error, duration_ms } = exchanged;
  if (error !== undefined) process.exitCode = exitCodeOf(error);
  if (json) {
    console.log(JSON.stringify(answerOf(exchanged), null, 2));
    return;
  }
  console.error(`HTTP ${status}, ${duration_ms} ms, request ${request_id}`);
  console.log(error === undefined ? JSON.stringify(data, null, 2) : explained(error));
}

/** An answer for scripts, in one shape whatever it says. */
function answerOf({ status, request_id, data, error, duration_ms }: HttpExchange) {
  const known = error === undefined ? undefined : registry.byCode(error.code);
  return {
    status,
    code: error?.code ?? 0,
    key: known?.key ?? (error === undefined ? "success" : null),
    message: error?.message ?? "success",
    retry: known?.retry ?? null,
    data,
    request_id,
    duration_ms,
  };
}

function exitCodeOf({ code }: PurseError): number {
  const entry = registry.byCode(code);
  return entry === undefined ? 1 : exitCodes[entry.retry];
}

function explained(error: PurseError): string {
  const { code, message } = error;
  const entry = registry.byCode(code);
  if (entry === undefined) return `${code} ${message}`;
  return `${code} ${message}

  ${entry.description.en}
  cause   ${entry.cause.en}
  remedy  ${entry.remedy.en}
  retry   ${entry.retry}`;
}
