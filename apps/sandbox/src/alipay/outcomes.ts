import { type Operation, type OutcomeKind, operations } from "../faults/kinds.ts";
import { type Code, Refused } from "./refused.ts";

type Row = readonly [operations: readonly Operation[], code: Code, subCode: string, says: string];

const all = operations.filter((operation) => operation !== "notify");
const out = ["transfer", "redEnvelope"] as const;

// The names and texts of Alipay's documentation of each method. The order counts: an amount that
// ends in 9081 asks for an operation's first row, 9082 for its second; new rows go to the end.
// biome-ignore format: one refusal a row
const refusals: readonly Row[] = [
  [["pay"], "40004", "ACQ.TRADE_HAS_SUCCESS", "交易已被支付"],
  [["pay"], "40004", "ACQ.TRADE_HAS_CLOSE", "交易已经关闭"],
  [["pay"], "40004", "ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改"],
  [["pay"], "40004", "ACQ.INVALID_PARAMETER", "参数无效"],
  [["pay"], "40004", "ACQ.ACCESS_FORBIDDEN", "无权限使用接口"],
  [["pay"], "40004", "ACQ.EXIST_FORBIDDEN_WORD", "订单信息中包含违禁词"],
  [["pay"], "40004", "ACQ.PARTNER_ERROR", "应用APP_ID填写错误"],
  [["pay"], "40004", "ACQ.TOTAL_FEE_EXCEED", "订单总金额超过限额"],
  [["pay"], "40004", "ACQ.BUYER_SELLER_EQUAL", "买卖家不能相同"],
  [["pay"], "40004", "ACQ.TRADE_BUYER_NOT_MATCH", "交易买家不匹配"],
  [["pay"], "40004", "ACQ.BUYER_ENABLE_STATUS_FORBID", "买家状态非法"],
  [["pay"], "40004", "ACQ.SELLER_BEEN_BLOCKED", "商家账号被冻结"],
  [["pay"], "40004", "ACQ.BEYOND_PER_RECEIPT_RESTRICTION", "商户收款金额超过月限额"],
  [["refund"], "40004", "ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足"],
  [["refund"], "40004", "ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限"],
  [["refund"], "40004", "ACQ.REASON_TRADE_BEEN_FREEZEN", "请求退款的交易被冻结"],
  [["refund"], "40004", "ACQ.TRADE_NOT_EXIST", "交易不存在"],
  [["refund"], "40004", "ACQ.TRADE_HAS_FINISHED", "交易已完结"],
  [["refund"], "40004", "ACQ.TRADE_STATUS_ERROR", "交易状态非法"],
  [["refund"], "40004", "ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求"],
  [["refund"], "40004", "ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效"],
  [["refund"], "40004", "ACQ.TRADE_NOT_ALLOW_REFUND", "当前交易不允许退款"],
  [["refund"], "40004", "ACQ.REFUND_FEE_ERROR", "交易退款金额有误"],
  [["refund"], "40004", "ACQ.TRADE_HAS_CLOSE", "交易已关闭"],
  [["refund"], "40004", "ACQ.NOT_ALLOW_PARTIAL_REFUND", "不支持部分退款"],
  [["refund"], "40004", "ACQ.BUYER_NOT_EXIST", "买家不存在"],
  [["refund"], "40004", "ACQ.INVALID_PARAMETER", "参数无效"],
  [["refund"], "40004", "ACQ.BUYER_ENABLE_STATUS_FORBID", "买家状态非法"],
  [out, "40004", "PAYEE_NOT_EXIST", "收款用户不存在"],
  [out, "40004", "PAYER_BALANCE_NOT_ENOUGH", "付款方余额不足"],
  [out, "40004", "PAYEE_USER_INFO_ERROR", "支付宝账号和姓名不匹配"],
  [out, "40004", "PAYEE_ACCOUNT_STATUS_ERROR", "收款方账号异常"],
  [out, "40004", "PAYER_STATUS_ERROR", "付款账号状态异常"],
  [out, "40004", "EXCEED_LIMIT_SM_AMOUNT", "单笔额度超限"],
  [out, "40004", "EXCEED_LIMIT_DM_AMOUNT", "日累计额度超限"],
  [out, "40004", "PERMIT_CHECK_PERM_LIMITED", "根据监管部门的要求，请补全您的身份信息解除限制"],
  [out, "40004", "PAYMENT_INFO_INCONSISTENCY", "两次请求商户单号一样，但是参数不一致"],
  [out, "40004", "NO_ACCOUNT_RECEIVE_PERMISSION", "没有该账户的收款权限"],
  [out, "40004", "PRODUCT_NOT_SIGN", "产品未签约"],
  [out, "40004", "REMARK_HAS_SENSITIVE_WORD", "转账备注包含敏感词，请修改备注文案后重试"],
  [out, "40004", "INVALID_PARAMETER", "参数有误"],
  [out, "40004", "REQUEST_PROCESSING", "请求处理中"],
  [["query", "close", "queryRefund"], "40004", "ACQ.TRADE_NOT_EXIST", "交易不存在"],
  [["query", "close", "queryRefund"], "40004", "ACQ.INVALID_PARAMETER", "参数无效"],
  [["queryRefund"], "40004", "TRADE_NOT_EXIST", "查询退款的交易不存在"],
  [["close"], "40004", "ACQ.TRADE_STATUS_ERROR", "交易状态不合法"],
  [["close"], "40004", "ACQ.REASON_TRADE_STATUS_INVALID", "交易状态异常"],
  [["close"], "40004", "ACQ.REASON_ILLEGAL_STATUS", "交易状态异常"],
  [["queryTransfer", "queryRedEnvelope"], "40004", "ORDER_NOT_EXIST", "转账订单不存在"],
  [["queryTransfer", "queryRedEnvelope"], "40004", "ILLEGAL_ACCOUNT_STATUS_EXCEPTION", "账户状态异常"],
  [["statement"], "40004", "INVALID_PARAMETER", "参数有误"],
  [all, "40006", "isv.insufficient-isv-permissions", "ISV权限不足"],
  [all, "20001", "aop.invalid-app-auth-token", "无效的应用授权令牌"],
  [all, "40002", "isv.invalid-signature", "无效签名"],
  [all, "40005", "isv.app-call-limited", "应用调用次数超限，包含调用频率超限"],
];

/** States that something can be left in, until it is moved through the admin interface. */
// biome-ignore format: one state a row
const states = [
  { operation: "refund", fault: "REFUND_PROCESSING", does: "takes the refund and leaves it in progress" },
  { operation: "transfer", fault: "DEALING", does: "takes the transfer and leaves it in progress" },
  { operation: "redEnvelope", fault: "DEALING", does: "takes the red envelope and leaves it in progress" },
] as const;

/** How Alipay's business can end otherwise, by its own codes and states. */
export const alipayOutcomes: readonly OutcomeKind[] = [
  ...states.map((state) => ({ channel: "alipay" as const, ...state })),
  ...refusals.flatMap(([operations, code, subCode, says]) =>
    operations.map((operation) => ({
      channel: "alipay" as const,
      operation,
      fault: subCode,
      does: `refuses with ${code} ${subCode}: ${says}`,
    })),
  ),
];

/** The refusal that a fault stands for, if it stands for one. */
export function refusalOf(operation: Operation, fault: string | undefined): Refused | undefined {
  const row = refusals.find(
    ([operations, , subCode]) => subCode === fault && operations.includes(operation),
  );
  return row === undefined ? undefined : new Refused(row[1], row[2], row[3]);
}
