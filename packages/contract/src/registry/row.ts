/** The statuses that the seed allows for an error; a success is always 200. */
export type HttpStatus = 400 | 401 | 402 | 403 | 404 | 500 | 502 | 503 | 504;

/**
 * What a caller may do after an error:
 * - `never`: the answer will not change.
 * - `fix_request`: send a corrected request.
 * - `wait`: someone else has to act first.
 * - `new_order_no`: start again under a new order_no or refund_no.
 * - `manual`: a person has to settle it outside the API.
 * - `query_first`: the outcome is open; read the resource before anything else.
 * - `same_order_no`: repeat under the same order_no, it takes effect once.
 * - `same_request`: repeat the request as it was, after `Retry-After`.
 */
export type RetryClass =
  | "never"
  | "fix_request"
  | "wait"
  | "new_order_no"
  | "manual"
  | "query_first"
  | "same_order_no"
  | "same_request";

/** One code as its table writes it; the property's name is the code's unique key. */
export type Row = readonly [
  code: number,
  name: string,
  http: HttpStatus,
  retry: RetryClass,
  zh: string,
  en: string,
];

export interface Text {
  readonly zh: string;
  readonly en: string;
}

/** Why a code happens, what to do about it, and where its publication contradicts itself. */
export interface Advice {
  readonly cause: Text;
  readonly remedy: Text;
  readonly erratum?: Text;
}
