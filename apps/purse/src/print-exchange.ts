import type { PurseError } from "@purse/contract";
import { exitCodes } from "./exit-codes.ts";
import type { HttpExchange } from "./http-exchange.ts";

/** Prints an answer: its data, or its code with what it means and what to do. */
export function printAnswer(exchanged: HttpExchange, json: boolean): void {
  const { status, request_id, data, error, duration_ms } = exchanged;
  if (error !== undefined) process.exitCode = exitCodes[error.retry];
  if (json) {
    console.log(JSON.stringify(answerOf(exchanged), null, 2));
    return;
  }
  console.error(`HTTP ${status}, ${duration_ms} ms, request ${request_id}`);
  console.log(error === undefined ? JSON.stringify(data, null, 2) : explained(error));
}

/** An answer for scripts, in one shape whatever it says. */
export function answerOf({ status, request_id, data, error, duration_ms }: HttpExchange) {
  return {
    status,
    code: error?.code ?? 0,
    key: error?.key ?? "success",
    message: error?.message ?? "success",
    retry: error?.retry ?? null,
    data,
    request_id,
    duration_ms,
  };
}

export function explained({ code, message, entry }: PurseError): string {
  return `${code} ${message}

  ${entry.description.en}
  cause   ${entry.cause.en}
  remedy  ${entry.remedy.en}
  retry   ${entry.retry}`;
}
