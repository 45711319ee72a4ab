import { randomUUID } from "node:crypto";
import type { Context } from "koa";
import type { Account } from "../books/accounts.ts";
import { type Answer, reply } from "../faults/reply.ts";
import type { House } from "../house.ts";
import { readText } from "../read-text.ts";
import { authorize, claimedBy } from "./authorization.ts";
import type { Notices } from "./notices.ts";
import type { Call, Prepare, Prepared } from "./operation.ts";
import { refusalOf } from "./outcomes.ts";
import { platformHeaders } from "./platform-signature.ts";
import { Refused } from "./refused.ts";
import { type Node, spoil } from "./spoil.ts";

interface Said {
  readonly status: number;
  readonly node: Node | undefined;
}

/** Answers one call of API v3, or spoils the answer where a fault is due. */
export async function answerCall(
  ctx: Context & { params: Readonly<Record<string, string>> },
  house: House,
  notices: Notices,
  prepare: Prepare,
): Promise<void> {
  const body = await readText(ctx);
  const prepared = refusing(() => {
    const account = authorize(house, ctx, body);
    serialOf(ctx, account);
    const { params, query } = ctx;
    return prepare({ house, notices, account, params, query, body: parse(ctx, body) });
  });
  const account = claimedBy(house, ctx);
  if (prepared instanceof Refused) {
    return reply(ctx, undefined, () => render(ctx, house, account, saidOf(prepared), undefined));
  }
  const { operation, no, amount, about } = prepared;
  const fault = house.faults.take({ channel: "wechat", operation, no, amount });
  await reply(ctx, fault, () => {
    const { status, node } = work(house, prepared, fault);
    // What is refused names neither an order nor an amount.
    const spoilt = node && spoil(node, fault, status < 300 ? about : "code");
    return render(ctx, house, account, { status, node: spoilt }, fault);
  });
}

/** Answers a call that has no order and no faults; a text goes out as a file, unsigned. */
export async function answerPlainly(
  ctx: Context,
  house: House,
  work: (call: Pick<Call, "account">) => Node | string,
): Promise<void> {
  const body = await readText(ctx);
  const said = refusing(() => work({ account: authorize(house, ctx, body) }));
  await reply(ctx, undefined, () => {
    if (typeof said === "string") {
      return { status: 200, headers: { "Content-Type": "text/plain; charset=utf-8" }, body: said };
    }
    const node = said instanceof Refused ? saidOf(said) : { status: 200, node: said };
    return render(ctx, house, claimedBy(house, ctx), node, undefined);
  });
}

function refusing<T>(work: () => T): T | Refused {
  try {
    return work();
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

function parse(ctx: Context, body: string): unknown {
  if (ctx.method === "GET") return undefined;
  try {
    return JSON.parse(body);
  } catch {
    throw new Refused(400, "PARAM_ERROR", "请求体不是合法的JSON");
  }
}

/** Does it, all or nothing, unless the fault keeps it from being done. */
function work({ books }: House, { operation, run }: Prepared, fault: string | undefined): Said {
  const refusal = refusalOf(operation, fault);
  if (refusal instanceof Refused) return saidOf(refusal);
  const systemError = saidOf(new Refused(500, "SYSTEM_ERROR", "系统异常，请稍后重试"));
  if (fault === "system_error") return systemError;
  if (fault === "response_code_fail") return { status: 500, node: { message: "系统繁忙" } };
  const node = refusing(() => books.atomically(() => run(fault)));
  if (node instanceof Refused) return saidOf(node);
  if (fault === "system_error_done") return systemError;
  return { status: node === undefined ? 204 : 200, node };
}

function saidOf({ status, code, message }: Refused): Said {
  return { status, node: { code, message } };
}

function render(
  ctx: Context,
  { now }: House,
  account: Account | undefined,
  { status, node }: Said,
  fault: string | undefined,
): Answer {
  const body = node === undefined ? "" : JSON.stringify(node);
  const serial = account && refusing(() => serialOf(ctx, account));
  const signed =
    account === undefined || typeof serial !== "string"
      ? {}
      : platformHeaders(account, serial, body, now(), fault);
  const type = node === undefined ? {} : { "Content-Type": "application/json; charset=utf-8" };
  return { status, headers: { ...type, "Request-ID": randomUUID(), ...signed }, body };
}

/** The key that the merchant verifies with: the one it names, else the platform's certificate. */
function serialOf(ctx: Context, { keys }: Account): string {
  const named = ctx.get("Wechatpay-Serial");
  const known = [keys.platform_serial_no ?? "", keys.public_key_id ?? ""];
  const serial = named === "" ? known[0] : known.find((each) => each === named);
  if (serial === undefined) {
    throw new Refused(400, "PARAM_ERROR", "平台证书序列号Wechatpay-Serial错误");
  }
  return serial;
}
