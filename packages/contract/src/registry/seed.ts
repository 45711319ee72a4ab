import type { Row } from "./row.ts";

/**
 * The 53 codes that Purse was founded on: closed and exact. Numbers, wire names and Chinese texts
 * stand as published, typos and all; `erratum` in seed-advice.ts tells where they contradict
 * themselves. The property is the unique key: `wallet_not_exist` is the wire name of two codes.
 * Codes of Purse's own go into additions.ts.
 */
// biome-ignore format: one code a row
export const seed = {
  //                                          code  wire name                                  http retry            description (zh)                                   description (en)
  // Wallets, charges and refunds.
  wallet_not_exist:                       [ 10001, "wallet_not_exist",                        404, "never",         "对应id的钱包对象不存在",                          "No wallet has this id"],
  param_error:                            [ 10002, "param_error",                             400, "fix_request",   "参数错误",                                        "A parameter is wrong"],
  charge_closed:                          [ 10003, "charge_closed",                           402, "never",         "支付订单已结束，不能进行后续操作",                "The charge has ended; nothing more can be done with it"],
  charge_unexpected_status:               [ 10004, "charge_unexpected_status",                502, "query_first",   "支付返回意外的状态码",                            "The payment returned an unexpected status code"],
  refund_wait_operation:                  [ 10005, "refund_wait_operation",                   402, "wait",          "退款需要等待用户进一步操作",                      "The refund waits for the user to act"],
  refund_refused:                         [ 10006, "refund_refused",                          402, "never",         "退款失败，被支付渠道拒绝",                        "The refund failed: the channel refused it"],
  refund_retry:                           [ 10007, "refund_retry",                            402, "new_order_no",  "退款失败，需要重新发起退款",                      "The refund failed and must be requested anew"],
  refund_manual_intervention:             [ 10008, "refund_manual_intervention",              402, "manual",        "退款失败，需要通过线下或转账进行退款",            "The refund failed; refund offline or by transfer"],
  refund_unexpected_status:               [ 10009, "refund_unexpected_status",                502, "query_first",   "退款返回意外的状态码",                            "The refund returned an unexpected status code"],
  // Channels.
  channel_connection_error:               [100010, "channel_connection_error",                502, "query_first",   "支付渠道通讯异常",                                "Communication with the channel failed"],
  channel_request_error:                  [100011, "channel_request_error",                   502, "query_first",   "请求支付渠道接口失败",                            "The request to the channel's API failed"],
  channel_parse_error:                    [100012, "channel_parse_error",                     502, "query_first",   "支付渠道返回意外的数据格式发生的解析错误",        "The channel returned an unexpected data format that could not be parsed"],
  channel_sign_error:                     [100013, "channel_sign_error",                      502, "query_first",   "支付渠道返回的数据没有通过签名验证",              "Data from the channel failed signature verification"],
  channel_unexpected_error:               [100014, "channel_unexpected_error",                502, "query_first",   "支付渠道遇到未知错误",                            "The channel met an unknown error"],
  channel_parameter_error:                [100015, "channel_parameter_error",                 402, "fix_request",   "支付渠道参数错误",                                "A channel parameter is wrong"],
  channel_auth_error:                     [100016, "channel_auth_error",                      402, "manual",        "支付渠道参数错误",                                "A channel parameter is wrong"],
  channel_response_code_fail:             [100017, "channel_response_code_fail",              502, "query_first",   "支付渠道响应码错误",                              "The channel's response code reports a failure"],
  channel_parameters_consistency_error:   [100018, "channel_parameters_consistency_error",    502, "manual",        "支付渠道参数一致性检测失败",                      "The channel's parameters failed the consistency check"],
  channel_not_support_red_envelope:       [100019, "channel_not_support_red_envelope",        402, "manual",        "您的微信参数版本不支持发送红包请联系微信升级为新版本", "Your WeChat parameters are of a version without red envelopes; ask WeChat for an upgrade"],
  channel_not_support_transfer:           [100020, "channel_not_support_transfer",            402, "manual",        "您的微信参数版本不支持发送企业付款请联系微信升级为新版本", "Your WeChat parameters are of a version without enterprise payments; ask WeChat for an upgrade"],
  channel_request_info:                   [100021, "channel_request_info",                    402, "fix_request",   "来自渠道的信息",                                  "A message from the channel"],
  query_right_error:                      [100022, "query_right_error",                       402, "manual",        "支付渠道查询权限错误,请登录支付宝在线人工窗口，免费签约`账务明细`接口和`交易查询`接口", "No right to query the channel; log in to Alipay's online service desk and sign up, free of charge, for `账务明细` (account log) and `交易查询` (trade query)"],
  channel_notify_id_error:                [100023, "channel_notify_id_error",                 400, "never",         "支付渠道的`NOTIFY ID`非法或已失效",               "The channel's `NOTIFY ID` is invalid or has expired"],
  // Order numbers, refunds and payouts at a channel.
  charge_order_no_used:                   [100024, "charge_order_no_used",                    402, "new_order_no",  "订单号已使用，请用新的订单号发起交易",            "The order number is used; start the trade with a new one"],
  transfer_wait_operation:                [100025, "transfer_wait_operation",                 402, "wait",          "转账需要打开地址进行下一步付款操作",              "The transfer waits for its URL to be opened for payment"],
  refund_refused_msg:                     [100026, "refund_refused_msg",                      402, "never",         "退款已被支付渠道拒绝",                            "The channel has refused the refund"],
  refund_pending:                         [100027, "refund_pending",                          402, "query_first",   "退款状态未明，请稍后查询",                        "The refund's outcome is not known yet; query it later"],
  refund_failed:                          [100028, "refund_failed",                           402, "new_order_no",  "退款失败",                                        "The refund failed"],
  refund_info_from_channel:               [100029, "refund_info_from_channel",                402, "fix_request",   "来自渠道的退款信息",                              "A message from the channel about the refund"],
  refund_not_found:                       [100030, "refund_not_found",                        404, "never",         "未在渠道查找到相应退款信息",                      "The channel has no such refund"],
  red_system_busy:                        [100031, "red_system_busy",                         503, "same_order_no", "支付渠道系统繁忙，请稍后用同一商户单号再次调用只会发送一个红包", "The channel is busy; calling again later with the same order number sends one red envelope only"],
  transfer_system_busy:                   [100032, "transfer_system_busy",                    503, "same_order_no", "支付渠道系统繁忙，请稍后用同一商户单号再次调用只会发送一笔转账", "The channel is busy; calling again later with the same order number sends one transfer only"],
  // Keys, wallets and settlement objects.
  api_key_require:                        [   401, "api_key_require",                         401, "fix_request",   "X-API-KEY为空",                                   "X-API-KEY is empty"],
  api_key_wallet_mismatching:             [100034, "api_key_wallet_mismatching",              401, "never",         "该钱包不属于该X-API-KEY之下",                     "The wallet does not belong to this X-API-KEY"],
  wallet_not_under_api_key:               [100035, "wallet_not_exist",                        404, "never",         "该钱包不属于该X-API-KEY之下",                     "The wallet does not belong to this X-API-KEY"],
  wallet_not_use:                         [100036, "wallet_not_use",                          402, "manual",        "该钱包不可用",                                    "The wallet cannot be used"],
  settle_not_exist:                       [100037, "settle_not_exist",                        404, "never",         "结算对象不存在",                                  "The settlement object does not exist"],
  settle_not_use:                         [100038, "settle_not_use",                          402, "manual",        "结算对象不可用",                                  "The settlement object cannot be used"],
  api_key_already_exists_wallet:          [100039, "api_key_already_exists_wallet",           402, "never",         "该X-API-KEY之下已存在B端钱包",                    "This X-API-KEY already has a merchant wallet"],
  request_body_channel_null:              [100040, "request_body_channel_null",               400, "fix_request",   "请求体的channel字段为空",                         "The body's channel field is empty"],
  settle_wallet_already_bind:             [100041, "settle_wallet_already_bind",              402, "never",         "该结算对象和该钱包已经绑定过",                    "The settlement object is already bound to this wallet"],
  // What nobody foresaw.
  unknown:                                [    -1, "unknown",                                 500, "query_first",   "未知错误,请联系管理员或者开发人员",               "Unknown error; contact the administrator or the developers"],
  // Requests, their bodies, paths and queries.
  request_body_walletid_not_exist:        [100043, "request_body_walletid_not_exist",         404, "fix_request",   "该请求体中钱包id不存在",                          "The wallet id in the body does not exist"],
  request_body_not_exist:                 [100044, "request_body_not_exist",                  400, "fix_request",   "请求体不存在",                                    "The request has no body"],
  request_time_out:                       [100045, "request_time_out",                        504, "query_first",   "请求超时",                                        "The request timed out"],
  wallet_is_merchant:                     [100046, "wallet_is_merchant",                      402, "never",         "该钱包是B端的,无法使用此充值接口",                "The wallet is a merchant's and cannot use this recharge API"],
  settleid_is_null:                       [100047, "settleid_is_null",                        400, "fix_request",   "结算对象id为空",                                  "The settlement object id is empty"],
  walletid_is_null:                       [100048, "walletid_is_null",                        400, "fix_request",   "钱包对象id为空",                                  "The wallet id is empty"],
  should_be_list_after_the_first_slash:   [100049, "should_be_list_after_the_first_slashl",   400, "fix_request",   "地址第一个斜杠之后应为list",                      "The address must have list after the first slash"],
  cannot_be_empty_after_the_second_slash: [100050, "cannot_be_empty_after_the_second_slash",  400, "fix_request",   "地址第二个斜杠之后不能为空",                      "The address must not be empty after the second slash"],
  page_is_null:                           [100051, "page_is_null",                            400, "fix_request",   "参数page不能为空",                                "The page parameter must not be empty"],
  count_is_null:                          [100052, "count_is_null",                           400, "fix_request",   "参数count不能为空",                               "The count parameter must not be empty"],
  get_random_key_time_out:                [100053, "get_random_key_time_out",                 504, "same_request",  "获取随机因子超时",                                "Getting a random factor timed out"],
} as const satisfies Record<string, Row>;
