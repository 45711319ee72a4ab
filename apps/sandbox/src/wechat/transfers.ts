import { randomBytes, randomInt } from "node:crypto";
import { z } from "zod";
import type { Payout } from "../books/payouts.ts";
import { type Call, Fen, NotifyUrl, type Prepare, read } from "./operation.ts";
import { Refused } from "./refused.ts";
import { openField } from "./seal.ts";
import type { Node } from "./spoil.ts";
import { dayDigits, rfc3339 } from "./times.ts";

/** 2,000 yuan: from here on the receiver's name has to be there. */
const nameFrom = 200_000;
const Report = z.object({ info_type: z.string().max(15), info_content: z.string().max(32) });
const Request = z
  .object({
    appid: z.string(),
    out_bill_no: z.string().regex(/^[0-9A-Za-z]{1,32}$/, { error: "只能由数字、大小写字母组成" }),
    transfer_scene_id: z.string().min(1).max(36),
    openid: z.string().min(1).max(64),
    user_name: z.string().max(1024).optional(),
    transfer_amount: Fen,
    transfer_remark: z.string().min(1).max(32),
    notify_url: NotifyUrl.optional(),
    user_recv_perception: z.string().optional(),
    transfer_scene_report_infos: z.array(Report).min(1),
  })
  .refine(({ transfer_amount, user_name }) => transfer_amount < nameFrom || user_name, {
    path: ["user_name"],
    error: "转账金额大于等于2000元时必填",
  });
type Request = z.output<typeof Request>;

/** The states that a transfer can be asked to stay or end in; without, a person has to confirm. */
const asked = {
  ACCEPTED: "processing",
  PROCESSING: "processing",
  TRANSFERING: "waiting",
  SUCCESS: "succeeded",
  FAIL: "failed",
  CANCELLED: "failed",
} as const;

export const createTransfer: Prepare = (call) => {
  const request = read(Request, call.body);
  const { out_bill_no: no, transfer_amount: amount } = request;
  return {
    operation: "transfer",
    no,
    amount,
    about: "state",
    run(fault) {
      if (request.appid !== call.account.app_id) {
        throw new Refused(400, "INVALID_REQUEST", "商户号与appid无绑定关系");
      }
      const before = call.house.books.payouts.find(
        "wechat",
        call.account.merchant_id,
        "transfer",
        no,
      );
      if (before !== undefined) return again(before, request);
      if (amount > call.account.balance) throw new Refused(403, "NOT_ENOUGH", "资金不足");
      return first(call, request, fault);
    },
  };
};

/** The same number again is the same transfer. */
function again(before: Payout, { transfer_amount, openid }: Request): Node {
  if (before.amount !== transfer_amount || before.payee !== openid) {
    throw new Refused(400, "ALREADY_EXISTS", "商户单号已存在，且转账信息不一致");
  }
  return answered(before);
}

function first({ house, notices, account }: Call, request: Request, fault = ""): Node {
  const { payouts } = house.books;
  const state = asked[fault as keyof typeof asked] ?? "waiting";
  const open = state === "processing" ? "processing" : "waiting";
  const payout = payouts.insert({
    channel: "wechat",
    merchant_id: account.merchant_id,
    kind: "transfer",
    no: request.out_bill_no,
    payout_id: `133${dayDigits(house.now())}${String(randomInt(10 ** 14)).padStart(20, "0")}`,
    app_id: account.app_id,
    amount: request.transfer_amount,
    state: open,
    payee: request.openid,
    payee_name: nameOf(request, account.keys.platform_private_key ?? ""),
    reason: null,
    notify_url: request.notify_url ?? null,
    details: {
      remark: request.transfer_remark,
      package_info: randomBytes(24).toString("base64"),
      ...((fault === "ACCEPTED" || fault === "TRANSFERING") && { shown: fault }),
    },
  });
  if (state === open) return answered(payout);
  const reasons: Readonly<Record<string, string>> = {
    FAIL: "PAYEE_ACCOUNT_ABNORMAL",
    CANCELLED: "CANCELLED",
  };
  const settled = payouts.setState(payout, state, reasons[fault] ?? null);
  notices.ofTransfer(settled);
  return answered(settled);
}

function nameOf({ user_name }: Request, privateKey: string): string | null {
  if (user_name === undefined) return null;
  const name = openField(user_name, privateKey);
  if (name === undefined)
    throw new Refused(400, "PARAM_ERROR", "user_name解密失败，请检查加密公钥");
  return name;
}

export const queryTransfer: Prepare = (call) => {
  const no = call.params.no ?? "";
  const payout = call.house.books.payouts.find("wechat", call.account.merchant_id, "transfer", no);
  return {
    operation: "queryTransfer",
    no,
    ...(payout && { amount: payout.amount }),
    about: "state",
    run() {
      if (payout === undefined) throw new Refused(404, "NOT_FOUND", "记录不存在");
      return transferBill(payout);
    },
  };
};

function answered(payout: Payout): Node {
  const state = stateOf(payout);
  return {
    out_bill_no: payout.no,
    transfer_bill_no: payout.payout_id,
    create_time: rfc3339(payout.created_at),
    state,
    ...(state === "WAIT_USER_CONFIRM" && { package_info: payout.details.package_info }),
    ...(state === "FAIL" && payout.reason !== null && { fail_reason: payout.reason }),
  };
}

/** A transfer as queries and notifications tell of it. */
export function transferBill(payout: Payout): Node {
  const state = stateOf(payout);
  return {
    mch_id: payout.merchant_id,
    out_bill_no: payout.no,
    transfer_bill_no: payout.payout_id,
    appid: payout.app_id,
    state,
    transfer_amount: payout.amount,
    transfer_remark: payout.details.remark,
    openid: payout.payee,
    create_time: rfc3339(payout.created_at),
    update_time: rfc3339(payout.settled_at ?? payout.created_at),
    ...(state === "FAIL" && payout.reason !== null && { fail_reason: payout.reason }),
  };
}

/** What fails with the reason CANCELLED was taken back by the merchant. */
function stateOf({ state, reason, details }: Payout): string {
  if (state === "succeeded") return "SUCCESS";
  if (state === "failed") return reason === "CANCELLED" ? "CANCELLED" : "FAIL";
  return details.shown ?? (state === "waiting" ? "WAIT_USER_CONFIRM" : "PROCESSING");
}
