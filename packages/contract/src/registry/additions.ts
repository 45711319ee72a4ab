import type { Row } from "./row.ts";

/**
 * Purse's own codes, from 200001 on: conditions that every user of a wallet meets and the seed has
 * no code for. They enter the registry the way a user's own codes do, from 300000 on.
 */
// biome-ignore format: one code a row
export const additions = {
  //                              code  wire name                     http retry           description (zh)                           description (en)
  api_key_invalid:            [200001, "api_key_invalid",            401, "fix_request",  "X-API-KEY不存在、已吊销或已过期",         "The X-API-KEY is unknown, revoked or expired"],
  signature_invalid:          [200002, "signature_invalid",          401, "fix_request",  "数字签名未通过验证",                      "The digital signature does not verify"],
  concurrency_limit_exceeded: [200003, "concurrency_limit_exceeded", 403, "same_request", "调用接口超过并发限制",                    "Too many requests of this key at once"],
  operation_not_exist:        [200004, "operation_not_exist",        404, "never",        "请求的接口不存在",                        "No operation has this path and method"],
  resource_not_exist:         [200005, "resource_not_exist",         404, "never",        "对应id的资源对象不存在",                  "No resource has this id"],
  balance_insufficient:       [200006, "balance_insufficient",       402, "manual",       "钱包可用余额不足",                        "The wallet's available balance is too low"],
  idempotency_key_reused:     [200007, "idempotency_key_reused",     400, "fix_request",  "该Idempotency-Key已用于其他内容的请求",   "The Idempotency-Key was used for other content"],
  refund_amount_exceeded:     [200008, "refund_amount_exceeded",     402, "fix_request",  "退款金额超过可退金额",                    "The refund is larger than what is left to refund"],
  payment_password_invalid:   [200009, "payment_password_invalid",   402, "fix_request",  "支付密码或随机因子错误",                  "The payment password or its random factor is wrong"],
  settle_wallet_not_bound:    [200010, "settle_wallet_not_bound",    402, "fix_request",  "该结算对象和该钱包尚未绑定",              "The settlement object is not bound to this wallet"],
  service_unavailable:        [200011, "service_unavailable",        503, "same_request", "服务暂不可用，请稍后重试",                "The service is unavailable for now; try again later"],
  channel_not_configured:     [200012, "channel_not_configured",     402, "fix_request",  "该钱包未配置此支付渠道",                  "The wallet has no parameters for this channel"],
} as const satisfies Record<string, Row>;
