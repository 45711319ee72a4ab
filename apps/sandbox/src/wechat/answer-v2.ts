import { TLSSocket } from "node:tls";
import type { Context } from "koa";
import type { Account } from "../books/accounts.ts";
import { type Answer, reply } from "../faults/reply.ts";
import type { House } from "../house.ts";
import { readText } from "../read-text.ts";
import { refusalOf } from "./outcomes.ts";
import type { PreparedV2, PrepareV2 } from "./red-envelopes.ts";
import { RefusedV2 } from "./refused.ts";
import { spoilFields } from "./spoil.ts";
import { type Fields, readXml, signFields, writeXml } from "./xml.ts";

const asXml = { "Content-Type": "text/xml; charset=utf-8" };
const done = { return_code: "SUCCESS", return_msg: "OK", result_code: "SUCCESS" };

/** Answers one call of the older API, or spoils the answer where a fault is due. */
export async function answerV2(ctx: Context, house: House, prepare: PrepareV2): Promise<void> {
  const fields = readXml(await readText(ctx));
  if (fields === undefined) return reply(ctx, undefined, () => failed("xml格式错误"));
  const account = house.books.accounts.ofMerchant("wechat", fields.mch_id ?? "");
  if (account === undefined) return reply(ctx, undefined, () => failed("mch_id参数格式错误"));
  const prepared = refusing(() => {
    admit(ctx, house, account, fields);
    return prepare(house, account, fields);
  });
  if (prepared instanceof RefusedV2) {
    return reply(ctx, undefined, () => render(account, refusal(prepared), undefined));
  }
  const { operation, no, amount } = prepared;
  const fault = house.faults.take({ channel: "wechat", operation, no, amount });
  await reply(ctx, fault, () => {
    if (fault === "response_code_fail") return failed("系统繁忙,请稍后再试");
    return render(account, work(house, prepared, fault), fault);
  });
}

/** Whether the merchant signed, and over TLS came with its own certificate. */
function admit(ctx: Context, { authority }: House, { keys }: Account, fields: Fields): void {
  const { socket } = ctx.req;
  if (socket instanceof TLSSocket) {
    const certificate = socket.getPeerX509Certificate();
    const isOwn =
      certificate !== undefined &&
      authority.issued(certificate) &&
      certificate.serialNumber === keys.serial_no;
    if (!isOwn) throw new RefusedV2("CA_ERROR", "请求未携带证书，或请求携带的证书出错");
  }
  if (fields.sign !== signFields(fields, keys.api_v2_key ?? "")) {
    throw new RefusedV2("SIGN_ERROR", "签名错误");
  }
}

function work({ books }: House, { operation, run }: PreparedV2, fault: string | undefined): Fields {
  const asked = refusalOf(operation, fault);
  if (asked instanceof RefusedV2) return refusal(asked);
  const systemError = refusal(
    new RefusedV2("SYSTEMERROR", "请求已受理，请稍后使用原单号查询发放结果"),
  );
  if (fault === "system_error") return systemError;
  const said = refusing(() => books.atomically(() => run(fault)));
  if (said instanceof RefusedV2) return refusal(said);
  return fault === "system_error_done" ? systemError : { ...done, ...said };
}

function refusing<T>(work: () => T): T | RefusedV2 {
  try {
    return work();
  } catch (error) {
    if (error instanceof RefusedV2) return error;
    throw error;
  }
}

function refusal({ code, message }: RefusedV2): Fields {
  return {
    return_code: "SUCCESS",
    return_msg: message,
    result_code: "FAIL",
    err_code: code,
    err_code_des: message,
  };
}

/** A failure of the protocol has no business code and no signature. */
function failed(return_msg: string): Answer {
  const body = writeXml({ return_code: "FAIL", return_msg });
  return { status: 200, headers: asXml, body };
}

function render({ keys }: Account, fields: Fields, fault: string | undefined): Answer {
  const about = fields.status === undefined ? "mch_billno" : "status";
  const told: Fields = spoilFields(
    fields,
    fault,
    fields.result_code === "FAIL" ? "err_code" : about,
  );
  const signature = signFields(told, keys.api_v2_key ?? "");
  const sign = fault === "wrong_signature" ? signature.toLowerCase() : signature;
  const body = writeXml(fault === "missing_signature" ? told : { ...told, sign });
  return { status: 200, headers: asXml, body };
}
