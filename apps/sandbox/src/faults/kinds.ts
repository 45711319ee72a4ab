import type { Channel } from "../house.ts";

export const operations = [
  "pay",
  "query",
  "close",
  "refund",
  "queryRefund",
  "transfer",
  "queryTransfer",
  "redEnvelope",
  "queryRedEnvelope",
  "statement",
  "notify",
] as const;
export type Operation = (typeof operations)[number];

interface Kind {
  readonly fault: string;
  readonly does: string;
}

/** What goes wrong with an answer. `acts`: what was asked for is done all the same. */
// biome-ignore format: one fault a row
export const answerFaults = [
  { fault: "connection_closed",  acts: false, does: "closes the connection before it answers" },
  { fault: "connection_lost",    acts: true,  does: "closes the connection before it answers" },
  { fault: "reset_mid_answer",   acts: true,  does: "resets the connection in the middle of the answer" },
  { fault: "time_out",           acts: false, does: "never answers" },
  { fault: "time_out_done",      acts: true,  does: "never answers" },
  { fault: "http_500_html",      acts: false, does: "answers HTTP 500 with an HTML page" },
  { fault: "http_502_empty",     acts: true,  does: "answers HTTP 502 with nothing" },
  { fault: "not_json",           acts: true,  does: "answers HTTP 200 with an HTML page" },
  { fault: "encoded",            acts: true,  does: "answers in a Content-Encoding that nobody asked for" },
  { fault: "missing_field",      acts: true,  does: "leaves out what the answer is about: status, number or code" },
  { fault: "wrong_signature",    acts: true,  does: "carries a signature of another text" },
  { fault: "missing_signature",  acts: true,  does: "does not sign the answer" },
  { fault: "wrong_amount",       acts: true,  does: "names an amount that is one fen higher" },
  { fault: "unknown_status",     acts: true,  does: "names a state that the protocol does not have" },
  { fault: "other_order",        acts: true,  does: "names another order's number" },
  { fault: "system_error",       acts: false, does: "answers the channel's system error" },
  { fault: "system_error_done",  acts: true,  does: "answers the channel's system error" },
  { fault: "response_code_fail", acts: false, does: "answers a failure of the protocol without a business code" },
] as const satisfies readonly (Kind & { readonly acts: boolean })[];
export type AnswerFault = (typeof answerFaults)[number]["fault"];

/** What goes wrong with a notification. */
// biome-ignore format: one fault a row
export const notifyFaults = [
  { fault: "duplicated",        does: "sends it twice at once" },
  { fault: "late",              does: "waits for the first interval of the schedule before it sends" },
  { fault: "out_of_order",      does: "holds it until the next notification of the merchant has gone" },
  { fault: "dropped",           does: "never sends it of its own accord" },
  { fault: "missing_field",     does: "leaves out the order's number" },
  { fault: "wrong_signature",   does: "carries a signature of another text" },
  { fault: "wrong_amount",      does: "names an amount that is one fen higher" },
  { fault: "unknown_status",    does: "names a state that the protocol does not have" },
  { fault: "other_order",       does: "names another order's number" },
  { fault: "other_merchant",    does: "names another merchant" },
  { fault: "invalid_notify_id", does: "carries a notify_id that the channel denies when asked" },
  { fault: "signature_probe",   does: "WeChat Pay: carries a signature WECHATPAY/SIGNTEST/, which must not verify" },
] as const satisfies readonly Kind[];
export type NotifyFault = (typeof notifyFaults)[number]["fault"];

/** How a channel's business can end otherwise: a refusal by its code, or a state to stay in. */
export interface OutcomeKind extends Kind {
  readonly channel: Channel;
  readonly operation: Operation;
}

/** Amounts in fen that end in 90xx ask for a fault; xx is `from` and the fault's place, from 1 on. */
// biome-ignore format: one range a row
export const magicRanges = [
  { from: 0,  kinds: "answer",   when: "the first time that the order is asked for" },
  { from: 20, kinds: "answer",   when: "each time: the order itself, its queries, its closing" },
  { from: 40, kinds: "answer",   when: "each query of it" },
  { from: 60, kinds: "notify",   when: "each notification of it" },
  { from: 80, kinds: "outcomes", when: "the order itself, each time; by channel and operation" },
] as const;
