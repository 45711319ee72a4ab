import type { Translation } from "../translation.ts";

const source = "https://opendocs.alipay.com/open/common/105806: common error codes of the gateway";

/** Moves no money by being refused: a payment that could not be asked for is none. */
const harmless = ["pay", "statement"] as const;
/** May have been done by an earlier try, of which the gateway says nothing here. */
const payouts = ["refund", "transfer", "redEnvelope"] as const;
const questions = ["query", "close", "queryRefund", "queryTransfer", "queryRedEnvelope"] as const;

/** The gateway itself, or what is behind it, does not work. */
const failures = ["isp.unknow-error", "aop.unknow-error", "20000"];
/** The gateway does not know the app, its key or its authorization. */
const denials = [
  "aop.invalid-auth-token",
  "aop.auth-token-time-out",
  "aop.invalid-app-auth-token",
  "aop.invalid-app-auth-token-no-api",
  "aop.app-auth-token-time-out",
  "aop.no-product-reg-by-partner",
  "isv.missing-signature",
  "isv.missing-signature-config",
  "isv.missing-signature-key",
  "isv.missing-signature-type",
  "isv.missing-app-id",
  "isv.invalid-signature",
  "isv.invalid-signature-type",
  "isv.invalid-app-id",
  "isv.invalid-app-status",
  "isv.app-not-exist",
  "20001",
];
/** The gateway does not take the call for what it says. */
const faults = ["isv.invalid-parameter", "isv.missing-parameter", "40001", "40002"];
/** No contract for the product. */
const missingRights = ["isv.insufficient-isv-permissions", "isv.insufficient-user-permissions"];
/** Too many calls: nothing was done, and the same call may come again. */
const limits = ["isv.app-call-limited", "isv.method-call-limited", "40005"];

/** Every one of the codes, to every one of the operations, means this. */
function each<Operation extends string, Outcome extends object>(
  operations: readonly Operation[],
  codes: readonly string[],
  outcome: Outcome,
): ({ operation: Operation; code: string; source: string } & Outcome)[] {
  return operations.flatMap((operation) =>
    codes.map((code) => ({ operation, code, source, ...outcome })),
  );
}

/** The answers that Alipay's gateway gives before any product sees the call. */
// biome-ignore format: one answer a row
export const gatewayErrors: readonly Translation[] = [
  ...each(harmless, denials, { outcome: "refused", key: "channel_auth_error", tells: true } as const),
  ...each([...payouts, ...questions], denials, { outcome: "unknown", key: "channel_auth_error", tells: true } as const),
  ...each([...harmless, ...payouts], faults, { outcome: "refused", key: "channel_parameter_error", tells: true } as const),
  ...each(questions, faults, { outcome: "unknown", key: "channel_parameter_error", tells: true } as const),
  ...each(["pay", ...payouts], missingRights, { outcome: "refused", key: "channel_auth_error", tells: true } as const),
  ...each(["statement"], missingRights, { outcome: "refused", key: "query_right_error", tells: true } as const),
  ...each(questions, missingRights, { outcome: "unknown", key: "query_right_error", tells: true } as const),
  ...each(["pay", "refund", "statement", ...questions], limits, { outcome: "unknown", key: "channel_unexpected_error" } as const),
  ...each(["transfer"], limits, { outcome: "unknown", key: "transfer_system_busy" } as const),
  ...each(["redEnvelope"], limits, { outcome: "unknown", key: "red_system_busy" } as const),
  ...each([...harmless, ...payouts, ...questions], failures, { outcome: "unknown", key: "channel_response_code_fail", tells: true } as const),
];
