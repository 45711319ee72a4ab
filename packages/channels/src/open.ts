import type { HttpAnswer } from "./http.ts";

/** What leaves open what a channel did. */
export interface Open {
  readonly state: "unknown";
  readonly key:
    | Extract<HttpAnswer, { ok: false }>["key"]
    | "channel_request_error"
    | "channel_sign_error"
    | "channel_unexpected_error"
    | "channel_response_code_fail"
    | "channel_parameters_consistency_error";
  readonly detail?: string;
}
