import { type Operation, type OutcomeKind, operations } from "../faults/kinds.ts";
import { Refused, RefusedV2 } from "./refused.ts";

type Row = readonly [operations: readonly Operation[], status: number, code: string, says: string];

const v2: readonly Operation[] = ["redEnvelope", "queryRedEnvelope"];
const v3 = operations.filter((operation) => operation !== "notify" && !v2.includes(operation));

// The codes and texts of WeChat Pay's documentation. The order counts: behind an operation's
// states an amount that ends in 90xx asks for its rows one by one; new rows go to the end.
// biome-ignore format: one refusal a row
const refusals: readonly Row[] = [
  [["pay"], 400, "ORDERPAID", "该订单已支付"],
  [["pay"], 400, "ORDER_CLOSED", "订单已关闭"],
  [["pay"], 403, "OUT_TRADE_NO_USED", "商户订单号重复"],
  [["pay"], 403, "TRADE_ERROR", "交易错误"],
  [["pay"], 403, "RULE_LIMIT", "业务规则限制"],
  [["pay"], 403, "ACCOUNT_ERROR", "账号异常"],
  [["pay"], 400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配"],
  [["pay"], 400, "MCH_NOT_EXISTS", "商户号不存在"],
  [["pay"], 400, "OPENID_MISMATCH", "openid和appid不匹配"],
  [["refund"], 403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起"],
  [["refund"], 403, "USER_ACCOUNT_ABNORMAL", "用户账户异常，退款请求失败"],
  [["refund"], 404, "RESOURCE_NOT_EXISTS", "订单号不存在"],
  [["refund"], 404, "MCH_NOT_EXISTS", "商户号不存在"],
  [["refund"], 403, "TRADE_ERROR", "订单状态错误"],
  [["transfer"], 403, "NOT_ENOUGH", "资金不足"],
  [["transfer"], 403, "ACCOUNT_ERROR", "账号异常"],
  [["transfer"], 400, "ALREADY_EXISTS", "商户单号已存在，且转账信息不一致"],
  [["query", "close"], 404, "ORDER_NOT_EXIST", "订单不存在"],
  [["close"], 400, "ORDERPAID", "该订单已支付"],
  [["close"], 400, "ORDER_CLOSED", "订单已关闭"],
  [["queryRefund"], 404, "RESOURCE_NOT_EXISTS", "退款单不存在"],
  [["queryTransfer"], 404, "NOT_FOUND", "记录不存在"],
  [["statement"], 400, "NO_STATEMENT_EXIST", "账单文件不存在"],
  [["statement"], 400, "STATEMENT_CREATING", "账单生成中"],
  [v3, 400, "PARAM_ERROR", "参数错误"],
  [v3, 400, "INVALID_REQUEST", "无效请求"],
  [v3, 401, "SIGN_ERROR", "错误的签名，验签失败"],
  [v3, 403, "NO_AUTH", "商户暂无权限使用此接口"],
  [v3, 429, "FREQUENCY_LIMITED", "频率超限"],
  [v3, 403, "FREQUENCY_LIMIT_EXCEED", "接口请求频率超限"],
];

/** Of the older API. */
// biome-ignore format: one refusal a row
const refusalsV2: readonly (readonly [operations: readonly Operation[], code: string, says: string])[] = [
  [["redEnvelope"], "NOTENOUGH", "帐号余额不足，请到商户平台充值后再重试"],
  [["redEnvelope"], "SENDNUM_LIMIT", "该用户今日领取红包个数超过限制"],
  [["redEnvelope"], "NO_AUTH", "发放失败，此请求可能存在风险，已被微信拦截"],
  [["redEnvelope"], "SEND_FAILED", "红包发放失败,请更换单号再重试"],
  [["redEnvelope"], "FATAL_ERROR", "更换了参数，但商户订单号未变更"],
  [["redEnvelope"], "MONEY_LIMIT", "红包金额发放限制"],
  [["redEnvelope"], "FREQ_LIMIT", "超过频率限制,请稍后再试"],
  [["redEnvelope"], "OPENID_ERROR", "openid和appid不匹配"],
  [["redEnvelope"], "ILLEGAL_APPID", "非法appid，请确认是否为公众号的appid"],
  [["redEnvelope"], "V2_ACCOUNT_SIMPLE_BAN", "无法给非实名用户发放红包"],
  [["redEnvelope"], "PROCESSING", "请求已受理，请稍后使用原单号查询发放结果"],
  [["queryRedEnvelope"], "NOT_FOUND", "指定单号数据不存在"],
  [["redEnvelope", "queryRedEnvelope"], "PARAM_ERROR", "参数错误"],
  [["redEnvelope", "queryRedEnvelope"], "SIGN_ERROR", "签名错误"],
  [["redEnvelope", "queryRedEnvelope"], "CA_ERROR", "请求未携带证书，或请求携带的证书出错"],
];

/** States that something can be left in, until it is moved through the admin interface. */
// biome-ignore format: one state a row
const states = [
  { operation: "refund",      fault: "PROCESSING",  does: "takes the refund and leaves it in progress" },
  { operation: "refund",      fault: "ABNORMAL",    does: "takes the refund, which cannot reach the payer" },
  { operation: "refund",      fault: "CLOSED",      does: "takes the refund, which then fails" },
  { operation: "refund",      fault: "SUCCESS",     does: "answers that the refund is done" },
  { operation: "transfer",    fault: "ACCEPTED",    does: "takes the transfer and leaves it so" },
  { operation: "transfer",    fault: "PROCESSING",  does: "takes the transfer and leaves it in progress" },
  { operation: "transfer",    fault: "TRANSFERING", does: "the receiver has confirmed, the end is open" },
  { operation: "transfer",    fault: "SUCCESS",     does: "answers that the transfer is done" },
  { operation: "transfer",    fault: "FAIL",        does: "takes the transfer, which then fails" },
  { operation: "transfer",    fault: "CANCELLED",   does: "takes the transfer, which is taken back" },
  { operation: "redEnvelope", fault: "SENDING",     does: "takes the red envelope and leaves it on its way" },
  { operation: "redEnvelope", fault: "FAILED",      does: "takes the red envelope, which then fails" },
  { operation: "query",       fault: "USERPAYING",  does: "the payer is about to pay" },
  { operation: "query",       fault: "PAYERROR",    does: "the payment failed" },
  { operation: "query",       fault: "REVOKED",     does: "the payment was revoked" },
] as const;

/** How WeChat Pay's business can end otherwise, by its own codes and states. */
export const wechatOutcomes: readonly OutcomeKind[] = [
  ...states.map((state) => ({ channel: "wechat" as const, ...state })),
  ...refusals.flatMap(([each, status, code, says]) =>
    kindsOf(each, code, `HTTP ${status} ${code}: ${says}`),
  ),
  ...refusalsV2.flatMap(([each, code, says]) => kindsOf(each, code, `err_code ${code}: ${says}`)),
];

function kindsOf(each: readonly Operation[], fault: string, how: string): readonly OutcomeKind[] {
  return each.map((operation) => ({
    channel: "wechat",
    operation,
    fault,
    does: `refuses with ${how}`,
  }));
}

/** The refusal that a fault stands for, if it stands for one. */
export function refusalOf(
  operation: Operation,
  fault: string | undefined,
): Refused | RefusedV2 | undefined {
  const row = refusals.find(([each, , code]) => code === fault && each.includes(operation));
  if (row !== undefined) return new Refused(row[1], row[2], row[3]);
  const older = refusalsV2.find(([each, code]) => code === fault && each.includes(operation));
  return older && new RefusedV2(older[1], older[2]);
}
