import type { Context } from "koa";
import type { Account } from "../books/accounts.ts";
import { type Answer, reply } from "../faults/reply.ts";
import type { House } from "../house.ts";
import { admit, appOf } from "./admit.ts";
import type { Method, Node, Prepared } from "./method.ts";
import type { Notices } from "./notices.ts";
import { refusalOf } from "./outcomes.ts";
import type { Parameters } from "./parameters.ts";
import { businessFailed, Refused } from "./refused.ts";
import { sign } from "./signature.ts";
import { spoil } from "./spoil.ts";

/** Answers one call of the open platform, or spoils the answer where a fault is due. */
export async function answerCall(
  ctx: Context,
  house: House,
  notices: Notices,
  parameters: Parameters,
): Promise<void> {
  const app = appOf(house, parameters);
  const prepared = prepare(house, notices, parameters);
  if (prepared instanceof Refused) {
    return reply(ctx, undefined, () => render(app, parameters, prepared.node, undefined));
  }
  const { operation, no, amount, method } = prepared;
  const fault = house.faults.take({ channel: "alipay", operation, no, amount });
  await reply(ctx, fault, () => {
    const node = spoil(work(house, method, prepared, fault), fault, method.about);
    if (typeof node.page === "string") return redirect(node.page);
    return render(app, parameters, node, fault);
  });
}

function prepare(
  house: House,
  notices: Notices,
  parameters: Parameters,
): (Prepared & { readonly method: Method }) | Refused {
  try {
    const { method, call, bizContent } = admit(house, notices, parameters);
    return { ...method.prepare(call, bizContent), method };
  } catch (error) {
    if (error instanceof Refused) return error;
    throw error;
  }
}

/** Does it, all or nothing, unless the fault keeps it from being done. */
function work(
  { books }: House,
  { prefix }: Method,
  { operation, run }: Prepared,
  fault: string | undefined,
): Node {
  const refusal = refusalOf(operation, fault);
  if (refusal !== undefined) return refusal.node;
  const systemError = businessFailed(`${prefix}SYSTEM_ERROR`, "系统错误");
  if (fault === "system_error") return systemError.node;
  if (fault === "response_code_fail") {
    return new Refused("20000", "aop.unknow-error", "服务暂不可用（网关自身的未知错误）").node;
  }
  try {
    const said = books.atomically(() => run(fault));
    if (fault === "system_error_done") return systemError.node;
    return { code: "10000", msg: "Success", ...said };
  } catch (error) {
    if (error instanceof Refused) return error.node;
    throw error;
  }
}

/** The signature is of the answer's own text, slashes escaped as Alipay writes them. */
function render(
  app: Account | undefined,
  { method }: Parameters,
  node: Node,
  fault: string | undefined,
): Answer {
  const headers = { "Content-Type": "text/html;charset=utf-8" };
  const text = JSON.stringify(node).replaceAll("/", "\\/");
  if (app === undefined || !method || fault === "missing_signature") {
    const name = app === undefined || !method ? "error_response" : nodeName(method);
    return { status: 200, headers, body: `{"${name}":${text}}` };
  }
  const content = fault === "wrong_signature" ? `${text} ` : text;
  const signature = sign(content, app.keys.alipay_private_key ?? "");
  return { status: 200, headers, body: `{"${nodeName(method)}":${text},"sign":"${signature}"}` };
}

function nodeName(method: string): string {
  return `${method.replaceAll(".", "_")}_response`;
}

/** A browser's call: it goes on to a page where a person pays. */
function redirect(location: string): Answer {
  return { status: 302, headers: { Location: location }, body: "" };
}
