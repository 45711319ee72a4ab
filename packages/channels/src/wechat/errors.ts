import type { Translation } from "../translation.ts";
import { redEnvelopeErrors } from "./red-envelope-errors.ts";

// What WeChat Pay's v3 answers to an operation, and what we make of it, by the tables of errors in
// its documentation. Of refunds and payouts a code that says nothing of an earlier try leaves open.

const docs = "https://pay.weixin.qq.com/doc/v3/merchant";
const common = `${docs}/4012081606: common error codes`;
const pay = `${docs}/4012791877 (native), 4012791834 (H5), 4012791856 (JSAPI): error codes`;
const query = `${docs}/4013070356 (payment by out_trade_no): error codes`;
const close = `${docs}/4012791860 (close): error codes`;
const refund = `${docs}/4012791862 (refund): error codes`;
const refundQuery = `${docs}/4012791863 (refund by out_refund_no): error codes`;
const transfer = `${docs}/4012716434 (transfer-bills): error codes`;
const transferQuery = `${docs}/4012716437 (transfer by out_bill_no): error codes`;
const bill = `${docs}/4012791866 (tradebill), 4012791867 (fundflowbill): error codes`;

/** The translation table of WeChat Pay. */
// biome-ignore format: one answer a row
export const wechatErrors: readonly Translation[] = [
  { operation: "pay", code: "ORDER_CLOSED", outcome: "refused", key: "charge_closed", source: pay },
  { operation: "pay", code: "ORDERCLOSED", outcome: "refused", key: "charge_closed", source: pay },
  { operation: "pay", code: "ORDERPAID", outcome: "refused", key: "charge_order_no_used", source: pay },
  { operation: "pay", code: "OUT_TRADE_NO_USED", outcome: "refused", key: "charge_order_no_used", source: pay },
  { operation: "pay", code: "PARAM_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: pay },
  { operation: "pay", code: "INVALID_REQUEST", outcome: "refused", key: "channel_parameter_error", tells: true, source: pay },
  { operation: "pay", code: "APPID_MCHID_NOT_MATCH", outcome: "refused", key: "channel_parameter_error", tells: true, source: pay },
  { operation: "pay", code: "OPENID_MISMATCH", outcome: "refused", key: "channel_parameter_error", tells: true, source: pay },
  { operation: "pay", code: "MCH_NOT_EXISTS", outcome: "refused", key: "channel_auth_error", tells: true, source: pay },
  { operation: "pay", code: "NO_AUTH", outcome: "refused", key: "channel_auth_error", tells: true, source: pay },
  { operation: "pay", code: "NOAUTH", outcome: "refused", key: "channel_auth_error", tells: true, source: pay },
  { operation: "pay", code: "SIGN_ERROR", outcome: "refused", key: "channel_auth_error", tells: true, source: common },
  { operation: "pay", code: "RULE_LIMIT", outcome: "refused", key: "channel_request_info", tells: true, source: pay },
  { operation: "pay", code: "RULELIMIT", outcome: "refused", key: "channel_request_info", tells: true, source: pay },
  { operation: "pay", code: "TRADE_ERROR", outcome: "refused", key: "channel_request_info", tells: true, source: pay },
  { operation: "pay", code: "ACCOUNT_ERROR", outcome: "refused", key: "channel_request_info", tells: true, source: pay },
  { operation: "pay", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "channel_unexpected_error", source: pay },
  { operation: "pay", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "channel_unexpected_error", source: pay },
  { operation: "pay", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "channel_unexpected_error", source: common },
  { operation: "pay", code: "BANK_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: pay },
  { operation: "pay", code: "SYSTEM_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: common },

  { operation: "query", code: "ORDER_NOT_EXIST", outcome: "refused", key: "resource_not_exist", source: query },
  { operation: "query", code: "RESOURCE_NOT_EXISTS", outcome: "refused", key: "resource_not_exist", source: query },
  { operation: "query", code: "ORDER_CLOSED", outcome: "refused", key: "charge_closed", source: query },
  { operation: "query", code: "PARAM_ERROR", outcome: "unknown", key: "channel_parameter_error", tells: true, source: query },
  { operation: "query", code: "INVALID_REQUEST", outcome: "unknown", key: "channel_parameter_error", tells: true, source: query },
  { operation: "query", code: "MCH_NOT_EXISTS", outcome: "unknown", key: "channel_auth_error", tells: true, source: query },
  { operation: "query", code: "NO_AUTH", outcome: "unknown", key: "channel_auth_error", tells: true, source: query },
  { operation: "query", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: common },
  { operation: "query", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "channel_unexpected_error", source: query },
  { operation: "query", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "channel_unexpected_error", source: query },
  { operation: "query", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "channel_unexpected_error", source: common },
  { operation: "query", code: "SYSTEM_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: common },

  { operation: "close", code: "ORDER_CLOSED", outcome: "refused", key: "charge_closed", source: close },
  { operation: "close", code: "ORDERCLOSED", outcome: "refused", key: "charge_closed", source: close },
  { operation: "close", code: "ORDER_NOT_EXIST", outcome: "refused", key: "resource_not_exist", source: close },
  { operation: "close", code: "RESOURCE_NOT_EXISTS", outcome: "refused", key: "resource_not_exist", source: close },
  { operation: "close", code: "ORDERPAID", outcome: "unknown", key: "charge_unexpected_status", source: close },
  { operation: "close", code: "ORDER_PAID", outcome: "unknown", key: "charge_unexpected_status", source: close },
  { operation: "close", code: "PARAM_ERROR", outcome: "unknown", key: "channel_parameter_error", tells: true, source: close },
  { operation: "close", code: "INVALID_REQUEST", outcome: "unknown", key: "channel_parameter_error", tells: true, source: close },
  { operation: "close", code: "MCH_NOT_EXISTS", outcome: "unknown", key: "channel_auth_error", tells: true, source: close },
  { operation: "close", code: "NO_AUTH", outcome: "unknown", key: "channel_auth_error", tells: true, source: close },
  { operation: "close", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: common },
  { operation: "close", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "channel_unexpected_error", source: close },
  { operation: "close", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "channel_unexpected_error", source: close },
  { operation: "close", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "channel_unexpected_error", source: common },
  { operation: "close", code: "SYSTEM_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: common },

  { operation: "refund", code: "NOT_ENOUGH", outcome: "refused", key: "refund_refused", source: refund },
  { operation: "refund", code: "USER_ACCOUNT_ABNORMAL", outcome: "refused", key: "refund_manual_intervention", source: refund },
  { operation: "refund", code: "RESOURCE_NOT_EXISTS", outcome: "refused", key: "refund_refused_msg", tells: true, source: refund },
  { operation: "refund", code: "REQUEST_BLOCKED", outcome: "refused", key: "refund_refused_msg", tells: true, source: refund },
  { operation: "refund", code: "TRADE_OVERDUE", outcome: "refused", key: "refund_refused_msg", tells: true, source: refund },
  { operation: "refund", code: "TRADE_ERROR", outcome: "refused", key: "refund_refused_msg", tells: true, source: refund },
  { operation: "refund", code: "INVALID_REQUEST", outcome: "refused", key: "refund_info_from_channel", tells: true, source: refund },
  { operation: "refund", code: "PARAM_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: refund },
  { operation: "refund", code: "MCH_NOT_EXISTS", outcome: "unknown", key: "channel_auth_error", tells: true, source: refund },
  { operation: "refund", code: "NO_AUTH", outcome: "unknown", key: "channel_auth_error", tells: true, source: refund },
  { operation: "refund", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: common },
  { operation: "refund", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "refund_pending", source: refund },
  { operation: "refund", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "refund_pending", source: refund },
  { operation: "refund", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "refund_pending", source: common },
  { operation: "refund", code: "SYSTEM_ERROR", outcome: "unknown", key: "refund_pending", source: refund },

  { operation: "queryRefund", code: "RESOURCE_NOT_EXISTS", outcome: "refused", key: "refund_not_found", source: refundQuery },
  { operation: "queryRefund", code: "PARAM_ERROR", outcome: "unknown", key: "channel_parameter_error", tells: true, source: refundQuery },
  { operation: "queryRefund", code: "INVALID_REQUEST", outcome: "unknown", key: "channel_parameter_error", tells: true, source: refundQuery },
  { operation: "queryRefund", code: "MCH_NOT_EXISTS", outcome: "unknown", key: "channel_auth_error", tells: true, source: refundQuery },
  { operation: "queryRefund", code: "NO_AUTH", outcome: "unknown", key: "channel_auth_error", tells: true, source: refundQuery },
  { operation: "queryRefund", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: common },
  { operation: "queryRefund", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "channel_unexpected_error", source: refundQuery },
  { operation: "queryRefund", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "channel_unexpected_error", source: refundQuery },
  { operation: "queryRefund", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "channel_unexpected_error", source: common },
  { operation: "queryRefund", code: "SYSTEM_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: refundQuery },

  { operation: "transfer", code: "NO_AUTH", outcome: "refused", key: "channel_not_support_transfer", tells: true, source: transfer },
  { operation: "transfer", code: "NOT_ENOUGH", outcome: "refused", key: "channel_request_info", tells: true, source: transfer },
  { operation: "transfer", code: "ACCOUNT_ERROR", outcome: "refused", key: "channel_request_info", tells: true, source: transfer },
  { operation: "transfer", code: "QUOTA_EXCEED", outcome: "refused", key: "channel_request_info", tells: true, source: transfer },
  { operation: "transfer", code: "PARAM_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: transfer },
  { operation: "transfer", code: "INVALID_REQUEST", outcome: "refused", key: "channel_parameter_error", tells: true, source: transfer },
  { operation: "transfer", code: "APPID_MCHID_NOT_MATCH", outcome: "refused", key: "channel_parameter_error", tells: true, source: transfer },
  // The number is ours alone, so the one that exists is this very transfer.
  { operation: "transfer", code: "ALREADY_EXISTS", outcome: "unknown", key: "channel_unexpected_error", source: transfer },
  { operation: "transfer", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: common },
  { operation: "transfer", code: "MCH_NOT_EXISTS", outcome: "unknown", key: "channel_auth_error", tells: true, source: common },
  { operation: "transfer", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "transfer_system_busy", source: transfer },
  { operation: "transfer", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "transfer_system_busy", source: transfer },
  { operation: "transfer", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "transfer_system_busy", source: common },
  { operation: "transfer", code: "SYSTEM_ERROR", outcome: "unknown", key: "transfer_system_busy", source: transfer },

  { operation: "queryTransfer", code: "NOT_FOUND", outcome: "refused", key: "resource_not_exist", source: transferQuery },
  { operation: "queryTransfer", code: "RESOURCE_NOT_EXISTS", outcome: "refused", key: "resource_not_exist", source: transferQuery },
  { operation: "queryTransfer", code: "PARAM_ERROR", outcome: "unknown", key: "channel_parameter_error", tells: true, source: transferQuery },
  { operation: "queryTransfer", code: "INVALID_REQUEST", outcome: "unknown", key: "channel_parameter_error", tells: true, source: transferQuery },
  { operation: "queryTransfer", code: "NO_AUTH", outcome: "unknown", key: "query_right_error", tells: true, source: transferQuery },
  { operation: "queryTransfer", code: "SIGN_ERROR", outcome: "unknown", key: "channel_auth_error", tells: true, source: common },
  { operation: "queryTransfer", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "channel_unexpected_error", source: transferQuery },
  { operation: "queryTransfer", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "channel_unexpected_error", source: transferQuery },
  { operation: "queryTransfer", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "channel_unexpected_error", source: common },
  { operation: "queryTransfer", code: "SYSTEM_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: transferQuery },

  // Not refused where it is of a day without movements: the statement is empty then.
  { operation: "statement", code: "NO_STATEMENT_EXIST", outcome: "refused", key: "channel_request_info", tells: true, source: bill },
  { operation: "statement", code: "STATEMENT_CREATING", outcome: "refused", key: "channel_request_info", tells: true, source: bill },
  { operation: "statement", code: "INVALID_REQUEST", outcome: "refused", key: "channel_parameter_error", tells: true, source: bill },
  { operation: "statement", code: "PARAM_ERROR", outcome: "refused", key: "channel_parameter_error", tells: true, source: bill },
  { operation: "statement", code: "NO_AUTH", outcome: "refused", key: "query_right_error", tells: true, source: bill },
  { operation: "statement", code: "SIGN_ERROR", outcome: "refused", key: "channel_auth_error", tells: true, source: common },
  { operation: "statement", code: "FREQUENCY_LIMITED", outcome: "unknown", key: "channel_unexpected_error", source: bill },
  { operation: "statement", code: "FREQUENCY_LIMIT_EXCEED", outcome: "unknown", key: "channel_unexpected_error", source: bill },
  { operation: "statement", code: "RATELIMIT_EXCEEDED", outcome: "unknown", key: "channel_unexpected_error", source: common },
  { operation: "statement", code: "SYSTEM_ERROR", outcome: "unknown", key: "channel_unexpected_error", source: bill },

  ...redEnvelopeErrors,
];
