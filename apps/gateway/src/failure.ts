import {
  type ErrorKey,
  PurseError,
  type Result,
  reasonsOf,
  registry,
  withoutStack,
} from "@purse/contract";
import { TRPCError } from "@trpc/server";
import { z } from "zod";

type TrpcCode = TRPCError["code"];

const notJson = "the input is not JSON";

/** tRPC's own refusals, as the registry has them. */
const refusals = new Map<TrpcCode, readonly [ErrorKey, string?]>([
  ["NOT_FOUND", ["operation_not_exist"]],
  ["METHOD_NOT_SUPPORTED", ["operation_not_exist"]],
  ["PARSE_ERROR", ["param_error", notJson]],
  ["BAD_REQUEST", ["param_error", "not a call that tRPC understands"]],
  ["PAYLOAD_TOO_LARGE", ["param_error", "the body is too large"]],
]);

const trpcCodes = new Map<number, TrpcCode>([
  [400, "BAD_REQUEST"],
  [401, "UNAUTHORIZED"],
  [402, "PAYMENT_REQUIRED"],
  [403, "FORBIDDEN"],
  [404, "NOT_FOUND"],
  [502, "BAD_GATEWAY"],
  [503, "SERVICE_UNAVAILABLE"],
  [504, "GATEWAY_TIMEOUT"],
]);

/** The registry's error behind whatever tRPC caught; what nobody foresaw is `unknown`. */
export function failureOf(error: TRPCError): PurseError {
  const { cause } = error;
  if (cause instanceof PurseError) return cause;
  // Only an input's fault is the caller's: the same error out of a handler is ours.
  if (error.code === "BAD_REQUEST") {
    if (cause instanceof z.ZodError) return inputFailure(cause);
    if (cause instanceof SyntaxError) return new PurseError(registry.get("param_error"), notJson);
  }
  const [key, detail] = refusals.get(error.code) ?? (["unknown"] as const);
  return new PurseError(registry.get(key), detail);
}

/** The error as tRPC wants it thrown. */
export function trpcError(error: PurseError): TRPCError {
  const code = trpcCodes.get(error.httpStatus) ?? "INTERNAL_SERVER_ERROR";
  return withoutStack(() => new TRPCError({ code, message: error.message, cause: error }));
}

/** A result's data; its error is thrown in tRPC's manner. */
export function dataOf<Data>(result: Result<Data>): Data {
  if (!result.ok) throw trpcError(result.error);
  return result.data;
}

function inputFailure({ issues }: z.ZodError): PurseError {
  const [first] = issues.flatMap(reasonsOf);
  const name = first?.path.map(String).join(".") ?? "";
  const detail = name === "" ? first?.reason : `${name}: ${first?.reason}`;
  return new PurseError(registry.get("param_error"), detail);
}
