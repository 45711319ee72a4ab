import type { Advice } from "./row.ts";
import type { seed } from "./seed.ts";

/**
 * Why each code of the seed happens and what to do about it. The remedy agrees with the row's retry
 * class; `erratum` stands only where the seed contradicts itself.
 */
export const seedAdvice = {
  wallet_not_exist: {
    cause: {
      zh: "路径中的钱包 id 不属于任何钱包。",
      en: "The wallet id in the path belongs to no wallet.",
    },
    remedy: {
      zh: "核对 id；用户钱包可用 GET /v1/wallets/list/{wallet_id} 列出。",
      en: "Check the id; GET /v1/wallets/list/{wallet_id} lists a merchant's user wallets.",
    },
    erratum: {
      zh: "100035 也用这个名称，请按错误码区分。",
      en: "100035 has this name too; tell the two apart by code.",
    },
  },
  param_error: {
    cause: {
      zh: "字段不合规则且没有更具体的错误码；或 JSON 有误、请求体过大、媒体类型不支持。",
      en: "A field breaks its rule and no narrower code fits; or bad JSON, size or media type.",
    },
    remedy: {
      zh: "按 message 指出的字段和规则改正后重发。",
      en: "Correct the field that the message names and send again.",
    },
  },
  charge_closed: {
    cause: {
      zh: "订单已关闭、已过期或已全额退款。",
      en: "The charge is closed, expired or refunded in full.",
    },
    remedy: {
      zh: "GET /v1/charges/{id} 查看终态；仍要收款请用新的 order_no 下单。",
      en: "GET /v1/charges/{id} shows how it ended; to be paid, charge with a new order_no.",
    },
  },
  charge_unexpected_status: {
    cause: {
      zh: "渠道返回的交易状态未知，或不可能由订单当前状态转入。",
      en: "The channel's trade state is unknown or cannot follow the charge's own.",
    },
    remedy: {
      zh: "先 GET /v1/charges/{id}，结果明确前勿换 order_no；迟迟不变请到渠道商户平台核对。",
      en: "GET /v1/charges/{id} before a new order_no; if stuck, see the merchant console.",
    },
  },
  refund_wait_operation: {
    cause: {
      zh: "渠道在等付款人操作，例如确认账户或换卡。",
      en: "The channel waits for the payer, say to confirm an account or give a new card.",
    },
    remedy: {
      zh: "请付款人完成操作，再 GET /v1/refunds/{id}；勿另发退款。",
      en: "Have the payer act, then GET /v1/refunds/{id}; send no second refund.",
    },
  },
  refund_refused: {
    cause: {
      zh: "渠道拒绝退款且未说明原因，例如商户余额不足、交易不可退。",
      en: "The channel refused and gave no reason, e.g. low merchant funds or a final trade.",
    },
    remedy: {
      zh: "重发无用；到渠道商户平台查看余额和交易。",
      en: "Resending will not help; look at funds and trade in the channel's merchant console.",
    },
  },
  refund_retry: {
    cause: {
      zh: "渠道判定这次退款失败，要求重新申请。",
      en: "The channel failed this refund for good and asks for a new one.",
    },
    remedy: {
      zh: "用新的 refund_no 和 Idempotency-Key 再次 POST /v1/refunds。",
      en: "POST /v1/refunds again with a new refund_no and Idempotency-Key.",
    },
  },
  refund_manual_intervention: {
    cause: {
      zh: "渠道无法原路退回（微信退款状态 ABNORMAL）。",
      en: "The money cannot go back where it came from (WeChat refund status ABNORMAL).",
    },
    remedy: {
      zh: "到渠道商户平台处理，或线下、转账退给付款人。",
      en: "Settle it in the channel's merchant console, or repay offline or by transfer.",
    },
  },
  refund_unexpected_status: {
    cause: {
      zh: "渠道返回的退款状态未知，或不可能由退款当前状态转入。",
      en: "The channel's refund state is unknown or cannot follow the refund's own.",
    },
    remedy: {
      zh: "先 GET /v1/refunds/{id}，结果明确前勿换 refund_no；迟迟不变请到渠道商户平台核对。",
      en: "GET /v1/refunds/{id} before a new refund_no; if stuck, see the merchant console.",
    },
  },
  channel_connection_error: {
    cause: {
      zh: "与渠道的连接被拒绝或重置，或 DNS、TLS 失败。",
      en: "The connection to the channel was refused or reset, or DNS or TLS failed.",
    },
    remedy: {
      zh: "结果未明：先 GET 该订单；不知 id 则原样重发，勿换 order_no 或 refund_no。",
      en: "Outcome unknown: GET the order; without its id resend the same order_no or refund_no.",
    },
    erratum: {
      zh: "编号从 10009 跳到 100010，照原表保留。",
      en: "The numbers jump from 10009 to 100010; kept as published.",
    },
  },
  channel_request_error: {
    cause: {
      zh: "渠道返回 HTTP 4xx 或 5xx，响应体不合其协议。",
      en: "The channel answered HTTP 4xx or 5xx without a body that its protocol defines.",
    },
    remedy: {
      zh: "结果未明：先 GET 该订单；不知 id 则原样重发，勿换 order_no 或 refund_no。",
      en: "Outcome unknown: GET the order; without its id resend the same order_no or refund_no.",
    },
  },
  channel_parse_error: {
    cause: {
      zh: "渠道的响应体不合其协议，例如不是 JSON 或 XML、缺少字段。",
      en: "The channel's body breaks its protocol, e.g. not JSON or XML, or a missing field.",
    },
    remedy: {
      zh: "结果未明：先 GET 该订单；不知 id 则原样重发，勿换 order_no 或 refund_no。",
      en: "Outcome unknown: GET the order; without its id resend the same order_no or refund_no.",
    },
  },
  channel_sign_error: {
    cause: {
      zh: "渠道响应或通知的签名验证不通过。",
      en: "The signature of the channel's response or notification does not verify.",
    },
    remedy: {
      zh: "结果未明：先 GET 该订单；反复出现请核对钱包所配的渠道公钥或证书。",
      en: "Outcome unknown: GET the order; if it recurs, check the channel's key on the wallet.",
    },
  },
  channel_unexpected_error: {
    cause: {
      zh: "渠道返回系统错误，或未收录的错误码。",
      en: "The channel answered with its own system error or a code unknown to Purse.",
    },
    remedy: {
      zh: "结果未明：先 GET 该订单；不知 id 则原样重发，勿换 order_no 或 refund_no。",
      en: "Outcome unknown: GET the order; without its id resend the same order_no or refund_no.",
    },
  },
  channel_parameter_error: {
    cause: {
      zh: "渠道不接受某个请求参数（如微信 PARAM_ERROR）。",
      en: "The channel rejects a parameter of the request (such as WeChat PARAM_ERROR).",
    },
    remedy: {
      zh: "按 message 改正参数，用新的 Idempotency-Key 重发。",
      en: "Correct what the message names and resend with a new Idempotency-Key.",
    },
    erratum: {
      zh: "描述与 100016 相同；此码指请求参数。",
      en: "100016 has the same description; this code means the request's parameters.",
    },
  },
  channel_auth_error: {
    cause: {
      zh: "渠道不认可钱包的签名、授权或权限（如微信 NO_AUTH）。",
      en: "The channel rejects the wallet's signature, token or rights (such as WeChat NO_AUTH).",
    },
    remedy: {
      zh: "核对密钥和授权，用 PUT /v1/wallets/{wallet_id}/channels/{channel} 更新。",
      en: "Check keys and grants; PUT /v1/wallets/{wallet_id}/channels/{channel} replaces them.",
    },
    erratum: {
      zh: "描述与 100015 相同，与名称不符；此码指凭证或授权。",
      en: "100015 has the same description; by its name, this code means credentials or rights.",
    },
  },
  channel_response_code_fail: {
    cause: {
      zh: "渠道在协议层报告失败，没有业务码（如微信 return_code FAIL）。",
      en: "A protocol-level failure without a business code (such as WeChat return_code FAIL).",
    },
    remedy: {
      zh: "结果未明：先 GET 该订单；不知 id 则原样重发，勿换 order_no 或 refund_no。",
      en: "Outcome unknown: GET the order; without its id resend the same order_no or refund_no.",
    },
  },
  channel_parameters_consistency_error: {
    cause: {
      zh: "渠道签名的数据与本方的订单、金额、币种、应用或商户不符。",
      en: "The channel signed another order, amount, currency, app or merchant than ours.",
    },
    remedy: {
      zh: "勿发货、勿重发；到渠道商户平台核对，并告知管理员。",
      en: "Do not deliver or resend; compare in the channel's merchant console, tell the operator.",
    },
  },
  channel_not_support_red_envelope: {
    cause: {
      zh: "钱包的微信参数版本没有红包功能。",
      en: "The wallet's WeChat parameters are of a version without red envelopes.",
    },
    remedy: {
      zh: "请微信升级，再 PUT /v1/wallets/{wallet_id}/channels/wechat。",
      en: "Have WeChat upgrade them, then PUT /v1/wallets/{wallet_id}/channels/wechat.",
    },
  },
  channel_not_support_transfer: {
    cause: {
      zh: "钱包的微信参数版本没有转账功能。",
      en: "The wallet's WeChat parameters are of a version without transfers.",
    },
    remedy: {
      zh: "请微信升级，再 PUT /v1/wallets/{wallet_id}/channels/wechat。",
      en: "Have WeChat upgrade them, then PUT /v1/wallets/{wallet_id}/channels/wechat.",
    },
  },
  channel_request_info: {
    cause: {
      zh: "渠道因业务原因拒绝，原文见 message。",
      en: "The channel refused for a business reason; its own text is in the message.",
    },
    remedy: {
      zh: "按原文处理，用新的 Idempotency-Key 重发。",
      en: "Do what the text asks and resend with a new Idempotency-Key.",
    },
  },
  query_right_error: {
    cause: {
      zh: "支付宝应用未签约交易查询或账务明细接口。",
      en: "The Alipay app has not signed up for trade or account-log queries.",
    },
    remedy: {
      zh: "在支付宝签约，生效后重新查询。",
      en: "Sign up with Alipay, then query again.",
    },
  },
  channel_notify_id_error: {
    cause: {
      zh: "支付宝 notify_verify 判定 notify_id 无效或已失效。",
      en: "Alipay's notify_verify calls the notify_id invalid or expired.",
    },
    remedy: {
      zh: "丢弃该通知，以 GET /v1/charges/{id} 为准。",
      en: "Drop the notification and trust GET /v1/charges/{id}.",
    },
  },
  charge_order_no_used: {
    cause: {
      zh: "order_no 已用于内容不同的订单，或渠道称其已支付、已使用。",
      en: "The order_no has a charge with other content, or the channel calls it paid or used.",
    },
    remedy: {
      zh: "新交易请换 order_no；若是重试，先 GET 原订单，以免重复收款。",
      en: "New sale: use a new order_no. Retry: GET the first charge, so that nobody pays twice.",
    },
  },
  transfer_wait_operation: {
    cause: {
      zh: "转账已创建，等人打开地址确认（微信 WAIT_USER_CONFIRM）。",
      en: "The transfer exists and waits for someone to open a URL (WeChat WAIT_USER_CONFIRM).",
    },
    remedy: {
      zh: "打开 message 或 action_url 中的地址，再 GET /v1/transfers/{id}；勿另发转账。",
      en: "Open the URL in message or action_url, then GET /v1/transfers/{id}; send no second one.",
    },
  },
  refund_refused_msg: {
    cause: {
      zh: "渠道拒绝退款，原因见 message。",
      en: "The channel refused the refund; its reason is in the message.",
    },
    remedy: {
      zh: "重发无用；按原因处理，或线下、转账退给付款人。",
      en: "Resending will not help; act on the reason, or repay offline or by transfer.",
    },
  },
  refund_pending: {
    cause: {
      zh: "渠道已收到退款请求，结果未明。",
      en: "The channel was reached, but the refund's outcome is not known yet.",
    },
    remedy: {
      zh: "稍后 GET /v1/refunds/{id}；结果明确前勿换 refund_no。",
      en: "GET /v1/refunds/{id} later; no new refund_no until the outcome is known.",
    },
  },
  refund_failed: {
    cause: {
      zh: "渠道报告退款失败（微信 CLOSED），款项仍在商户处。",
      en: "The channel reports failure (WeChat CLOSED); the money stays with the merchant.",
    },
    remedy: {
      zh: "用新的 refund_no 和 Idempotency-Key 再次 POST /v1/refunds。",
      en: "POST /v1/refunds again with a new refund_no and Idempotency-Key.",
    },
  },
  refund_info_from_channel: {
    cause: {
      zh: "渠道退款时的业务提示，没有更具体的退款错误码，原文见 message。",
      en: "The channel's own text on the refund is in the message; no narrower code covers it.",
    },
    remedy: {
      zh: "按原文处理，用新的 Idempotency-Key 重发。",
      en: "Do what the text asks and resend with a new Idempotency-Key.",
    },
  },
  refund_not_found: {
    cause: {
      zh: "渠道没有这笔退款，或本系统没有此 id。",
      en: "The channel has no such refund, or the id is unknown here.",
    },
    remedy: {
      zh: "核对 id；GET /v1/refunds/list/{wallet_id} 可列出退款。",
      en: "Check the id; GET /v1/refunds/list/{wallet_id} lists refunds.",
    },
  },
  red_system_busy: {
    cause: {
      zh: "渠道繁忙（微信 SYSTEMERROR）。",
      en: "The channel is busy (WeChat SYSTEMERROR).",
    },
    remedy: {
      zh: "按 Retry-After 稍候，用同一 order_no 重发，至多发一个红包；换号可能重复付款。",
      en: "After Retry-After resend the same order_no: it pays once; a new one may pay twice.",
    },
  },
  transfer_system_busy: {
    cause: {
      zh: "渠道繁忙（微信 SYSTEM_ERROR、支付宝 SYSTEM_ERROR）。",
      en: "The channel is busy (SYSTEM_ERROR of WeChat or Alipay).",
    },
    remedy: {
      zh: "按 Retry-After 稍候，用同一 order_no 重发，至多转一笔；换号可能重复付款。",
      en: "After Retry-After resend the same order_no: it pays once; a new one may pay twice.",
    },
  },
  api_key_require: {
    cause: {
      zh: "缺少 X-API-KEY 请求头，或其为空。",
      en: "The X-API-KEY header is missing or empty.",
    },
    remedy: {
      zh: "带上 X-API-KEY 和数字签名重发；key 无效见 200001，签名有误见 200002。",
      en: "Send X-API-KEY and the signature. A bad key is 200001, a bad signature 200002.",
    },
    erratum: {
      zh: "401 占了 100033 的位置，并与 HTTP 状态码同号。",
      en: "401 stands in the place of 100033 and equals its HTTP status.",
    },
  },
  api_key_wallet_mismatching: {
    cause: {
      zh: "该B端钱包属于另一个 X-API-KEY。",
      en: "The merchant wallet belongs to another X-API-KEY.",
    },
    remedy: {
      zh: "核对钱包 id，或改用它所属的 X-API-KEY。",
      en: "Check the wallet id, or use the X-API-KEY that owns it.",
    },
    erratum: {
      zh: "描述与 100035 相同；此码指B端钱包，100035 指用户钱包。",
      en: "100035 has the same description; this code is for merchant wallets, 100035 for users'.",
    },
  },
  wallet_not_under_api_key: {
    cause: {
      zh: "该用户钱包属于另一个 X-API-KEY。",
      en: "The user wallet belongs to another X-API-KEY.",
    },
    remedy: {
      zh: "核对钱包 id，或改用它所属的 X-API-KEY。",
      en: "Check the wallet id, or use the X-API-KEY that owns it.",
    },
    erratum: {
      zh: "名称与 10001 相同，描述与 100034 相同，请按错误码区分。",
      en: "The name is also 10001's and the description 100034's; tell them apart by code.",
    },
  },
  wallet_not_use: {
    cause: {
      zh: "钱包已停用或被冻结。",
      en: "The wallet is disabled or frozen.",
    },
    remedy: {
      zh: "停用的用 POST /v1/wallets/{wallet_id}/enable 启用；冻结的联系管理员。",
      en: "POST /v1/wallets/{wallet_id}/enable if disabled; ask the operator if frozen.",
    },
  },
  settle_not_exist: {
    cause: {
      zh: "该 X-API-KEY 之下没有此 id 的结算对象。",
      en: "No settlement object of this X-API-KEY has this id.",
    },
    remedy: {
      zh: "核对 id；GET /v1/settles/list/{wallet_id} 可列出结算对象。",
      en: "Check the id; GET /v1/settles/list/{wallet_id} lists settlement objects.",
    },
  },
  settle_not_use: {
    cause: {
      zh: "结算对象已停用或尚未验证。",
      en: "The settlement object is disabled or not yet verified.",
    },
    remedy: {
      zh: "GET /v1/settles/{id} 查看状态；待验证通过，或换用其他结算对象。",
      en: "GET /v1/settles/{id} shows its state; await verification or use another.",
    },
  },
  api_key_already_exists_wallet: {
    cause: {
      zh: "一个 X-API-KEY 之下只能有一个B端钱包。",
      en: "An X-API-KEY can have one merchant wallet only.",
    },
    remedy: {
      zh: "沿用已有的钱包；另开请用另一个 X-API-KEY。",
      en: "Use the existing wallet, or another X-API-KEY for a second one.",
    },
  },
  request_body_channel_null: {
    cause: {
      zh: "请求体缺少 channel，或其为空。",
      en: "channel is missing, null or empty in the body.",
    },
    remedy: {
      zh: "填写 channel（如 alipay、wechat）后重发。",
      en: "Set channel (such as alipay or wechat) and send again.",
    },
  },
  settle_wallet_already_bind: {
    cause: {
      zh: "结算对象已与该钱包绑定。",
      en: "The settlement object is bound to this wallet already.",
    },
    remedy: {
      zh: "无须再绑，可直接 POST /v1/withdrawals。",
      en: "Nothing to bind; go on to POST /v1/withdrawals.",
    },
  },
  unknown: {
    cause: {
      zh: "未预见的错误，或没有专用错误码的 HTTP 状态。",
      en: "Something unforeseen, or an HTTP status that has no code of its own.",
    },
    remedy: {
      zh: "先 GET 结果再决定是否重发；联系管理员时附上 X-Request-Id。",
      en: "GET the outcome before sending again; give the operator the X-Request-Id.",
    },
    erratum: {
      zh: "-1 占了 100042 的位置；名称为 unknown，示例的 message 却是 failed。",
      en: "-1 stands in the place of 100042; the name is unknown, the example's message failed.",
    },
  },
  request_body_walletid_not_exist: {
    cause: {
      zh: "请求体的 wallet_id 不属于任何钱包（缺少时为 100048）。",
      en: "The wallet_id in the body belongs to no wallet (if missing: 100048).",
    },
    remedy: {
      zh: "改正 wallet_id 后重发。",
      en: "Correct wallet_id and send again.",
    },
  },
  request_body_not_exist: {
    cause: {
      zh: "此接口需要请求体，而请求没有。",
      en: "The operation needs a body and there is none.",
    },
    remedy: {
      zh: "带上 JSON 请求体重发。",
      en: "Send again with a JSON body.",
    },
  },
  request_time_out: {
    cause: {
      zh: "处理超过了服务器的时限。",
      en: "The server's own time limit for the request ran out.",
    },
    remedy: {
      zh: "可能已生效：先 GET 结果；不知 id 则用同一 Idempotency-Key 重发。",
      en: "It may have taken effect: GET it; without its id resend with the same Idempotency-Key.",
    },
  },
  wallet_is_merchant: {
    cause: {
      zh: "充值的对象是B端钱包。",
      en: "The recharge names a merchant wallet.",
    },
    remedy: {
      zh: "改填用户钱包；B端钱包用 POST /v1/charges 收款。",
      en: "Name a user wallet; a merchant wallet is paid through POST /v1/charges.",
    },
  },
  settleid_is_null: {
    cause: {
      zh: "缺少 settle_id，或其为空。",
      en: "settle_id is missing, null or empty.",
    },
    remedy: {
      zh: "填写 settle_id 后重发。",
      en: "Set settle_id and send again.",
    },
  },
  walletid_is_null: {
    cause: {
      zh: "缺少 wallet_id，或其为空。",
      en: "wallet_id is missing, null or empty.",
    },
    remedy: {
      zh: "填写 wallet_id 后重发。",
      en: "Set wallet_id and send again.",
    },
  },
  should_be_list_after_the_first_slash: {
    cause: {
      zh: "集合名之后不是 list，如 /v1/charges/lists/…。",
      en: "The collection is followed by something else than list, as in /v1/charges/lists/….",
    },
    remedy: {
      zh: "改为 GET /v1/charges/list/{wallet_id}?page=1&count=20 的形式。",
      en: "Write it like GET /v1/charges/list/{wallet_id}?page=1&count=20.",
    },
    erratum: {
      zh: "名称末尾的 slashl 照原表保留；斜杠从集合名之后数起。",
      en: "The name's spelling slashl is kept as published; slashes count from the collection on.",
    },
  },
  cannot_be_empty_after_the_second_slash: {
    cause: {
      zh: "地址到 /list/ 为止，缺少钱包 id。",
      en: "The path ends at /list/, without a wallet id.",
    },
    remedy: {
      zh: "改为 GET /v1/charges/list/{wallet_id}?page=1&count=20 的形式。",
      en: "Write it like GET /v1/charges/list/{wallet_id}?page=1&count=20.",
    },
  },
  page_is_null: {
    cause: {
      zh: "列表请求缺少 page，或其为空。",
      en: "page is missing or empty on a list.",
    },
    remedy: {
      zh: "加上 page（如 1）后重发。",
      en: "Add page (such as 1) and send again.",
    },
  },
  count_is_null: {
    cause: {
      zh: "列表请求缺少 count，或其为空。",
      en: "count is missing or empty on a list.",
    },
    remedy: {
      zh: "加上 count（至多 100）后重发。",
      en: "Add count (100 at most) and send again.",
    },
  },
  get_random_key_time_out: {
    cause: {
      zh: "随机因子服务（HSM/KMS）未及时响应。",
      en: "The provider of random factors (HSM/KMS) did not answer in time.",
    },
    remedy: {
      zh: "稍后原样重发 POST /v1/random-keys；没有款项变动。",
      en: "Send the same POST /v1/random-keys again a little later; no money has moved.",
    },
  },
} satisfies Record<keyof typeof seed, Advice>;
