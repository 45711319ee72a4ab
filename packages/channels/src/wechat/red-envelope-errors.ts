import type { Translation } from "../translation.ts";

// What WeChat Pay's v2 answers about red envelopes. A code that is not in these tables may stand
// for one that was sent: it leaves open, as their documentation asks.

const docs = "https://pay.weixin.qq.com/doc/v2/merchant";
const send = `${docs}/4011974053 (sendredpack): error codes`;
const query = `${docs}/4011974056 (gethbinfo): error codes`;

// biome-ignore format: one answer a row
export const redEnvelopeErrors: readonly Translation[] = [
  { operation: "redEnvelope", code: "NO_AUTH", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "SENDNUM_LIMIT", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "SENDAMOUNT_LIMIT", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "RCVDAMOUNT_LIMIT", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "DAY_OVER_LIMITED", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "MONEY_LIMIT", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "NOTENOUGH", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "SEND_FAILED", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "V2_ACCOUNT_SIMPLE_BAN", outcome: "refused", key: "channel_request_info", tells: true, source: send },
  { operation: "redEnvelope", code: "OPENID_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: send },
  { operation: "redEnvelope", code: "ILLEGAL_APPID", outcome: "refused", key: "channel_parameter_error", tells: true, source: send },
  { operation: "redEnvelope", code: "MSGAPPID_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: send },
  { operation: "redEnvelope", code: "PARAM_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: send },
  { operation: "redEnvelope", code: "XML_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: send },
  { operation: "redEnvelope", code: "CA_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: send },
  { operation: "redEnvelope", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: send },
  // The same number with other parameters: the first may have been sent.
  { operation: "redEnvelope", code: "FATAL_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: send },
  { operation: "redEnvelope", code: "FREQ_LIMIT", outcome: "unknown", key: "red_system_busy", source: send },
  { operation: "redEnvelope", code: "SECOND_OVER_LIMITED", outcome: "unknown", key: "red_system_busy", source: send },
  { operation: "redEnvelope", code: "PROCESSING", outcome: "unknown", key: "red_system_busy", source: send },
  { operation: "redEnvelope", code: "SYSTEMERROR", outcome: "unknown", key: "red_system_busy", source: send },

  { operation: "queryRedEnvelope", code: "NOT_FOUND", outcome: "refused", key: "resource_not_exist", source: query },
  { operation: "queryRedEnvelope", code: "PARAM_ERROR", outcome: "unknown", key: "channel_parameter_error", tells: true, source: query },
  { operation: "queryRedEnvelope", code: "XML_ERROR", outcome: "unknown", key: "channel_parameter_error", tells: true, source: query },
  { operation: "queryRedEnvelope", code: "CA_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: query },
  { operation: "queryRedEnvelope", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: query },
  { operation: "queryRedEnvelope", code: "NO_AUTH", outcome: "unknown", key: "query_right_error", tells: true, source: query },
  { operation: "queryRedEnvelope", code: "FREQ_LIMIT", outcome: "unknown", key: "channel_unexpected_error", source: query },
  { operation: "queryRedEnvelope", code: "SYSTEMERROR", outcome: "unknown", key: "channel_unexpected_error", source: query },
];
