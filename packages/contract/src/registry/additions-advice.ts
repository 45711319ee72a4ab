import type { additions } from "./additions.ts";
import type { Advice } from "./row.ts";

/** Why each of Purse's own codes happens and what to do about it. */
export const additionsAdvice = {
  api_key_invalid: {
    cause: {
      zh: "X-API-KEY 不存在、已吊销或已过期。",
      en: "X-API-KEY is unknown, revoked or expired.",
    },
    remedy: {
      zh: "换用有效的 X-API-KEY；没有则向管理员申请。",
      en: "Use a valid X-API-KEY; the operator issues them.",
    },
  },
  signature_invalid: {
    cause: {
      zh: "数字签名或内容摘要缺失、有误、过期或重复使用，详见 message。",
      en: "Signature or content digest is missing, wrong, stale or replayed: see the message.",
    },
    remedy: {
      zh: "校准时钟，用新的 created 和 nonce 重新签名后重发。",
      en: "Check your clock, sign anew with a fresh created and nonce, and send again.",
    },
  },
  concurrency_limit_exceeded: {
    cause: {
      zh: "该 X-API-KEY 同时进行的请求超过上限，或同一幂等请求仍在处理。",
      en: "This X-API-KEY has too many requests in flight, or the same idempotent one still runs.",
    },
    remedy: {
      zh: "降低并发，稍候原样重发，Idempotency-Key 不变。",
      en: "Send less at once; resend the same request with the same Idempotency-Key after a pause.",
    },
  },
  operation_not_exist: {
    cause: {
      zh: "没有此路径和方法的接口。",
      en: "No operation has this path and method.",
    },
    remedy: {
      zh: "对照 /docs 核对方法和路径。",
      en: "Compare method and path with /docs.",
    },
  },
  resource_not_exist: {
    cause: {
      zh: "该 X-API-KEY 之下没有此 id 的订单、转账、事件等。",
      en: "No charge, transfer, event … of this X-API-KEY has this id.",
    },
    remedy: {
      zh: "核对 id 和 X-API-KEY；可用 GET 列表接口查找。",
      en: "Check the id and the X-API-KEY; find it through the collection's list.",
    },
  },
  balance_insufficient: {
    cause: {
      zh: "钱包可用余额不足以支付该金额。",
      en: "The wallet's available balance does not cover the amount.",
    },
    remedy: {
      zh: "充值（用户钱包：POST /v1/recharges），再用新的 Idempotency-Key 重发。",
      en: "Top up (user wallets: POST /v1/recharges), then resend with a new Idempotency-Key.",
    },
  },
  idempotency_key_reused: {
    cause: {
      zh: "该 Idempotency-Key 已用于其他内容的请求。",
      en: "The Idempotency-Key came before with other content.",
    },
    remedy: {
      zh: "重试须与首次内容一致；新请求用新的 Idempotency-Key。",
      en: "Retry with the first content, or give the new request a new Idempotency-Key.",
    },
  },
  refund_amount_exceeded: {
    cause: {
      zh: "退款金额超过订单剩余可退金额。",
      en: "The refund is larger than what is left to refund.",
    },
    remedy: {
      zh: "GET /v1/charges/{id} 查看可退金额，减少后用新的 Idempotency-Key 重发。",
      en: "GET /v1/charges/{id}, lower the amount and resend with a new Idempotency-Key.",
    },
  },
  payment_password_invalid: {
    cause: {
      zh: "支付密码或随机因子错误、已使用或已过期，详见 message。",
      en: "Payment password or random factor is wrong, used or expired: see the message.",
    },
    remedy: {
      zh: "POST /v1/random-keys 取新因子，重新加密密码，用新的 Idempotency-Key 重发。",
      en: "POST /v1/random-keys, encrypt the password anew, resend with a new Idempotency-Key.",
    },
  },
  settle_wallet_not_bound: {
    cause: {
      zh: "提现的结算对象未与该钱包绑定。",
      en: "The withdrawal names a settlement object that is not bound to the wallet.",
    },
    remedy: {
      zh: "先 POST /v1/settles/{id}/bind，再用新的 Idempotency-Key 重发。",
      en: "POST /v1/settles/{id}/bind, then resend with a new Idempotency-Key.",
    },
  },
  service_unavailable: {
    cause: {
      zh: "服务正在停机、过载或失去数据库连接。",
      en: "The server is draining, overloaded or has lost its database.",
    },
    remedy: {
      zh: "按 Retry-After 稍候，原样重发，Idempotency-Key 不变。",
      en: "After Retry-After send the same request with the same Idempotency-Key.",
    },
  },
  channel_not_configured: {
    cause: {
      zh: "钱包没有此渠道的参数。",
      en: "The wallet has no parameters for this channel.",
    },
    remedy: {
      zh: "先 PUT /v1/wallets/{wallet_id}/channels/{channel}，再用新的 Idempotency-Key 重发。",
      en: "PUT /v1/wallets/{wallet_id}/channels/{channel}, then resend with a new Idempotency-Key.",
    },
  },
} satisfies Record<keyof typeof additions, Advice>;
