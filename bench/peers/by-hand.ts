import type { IncomingMessage } from "node:http";
import type { Order } from "../order.ts";

/** What a careful person writes without a library: the body read once, the same checks as Order's. */
export async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > 65_536) throw new RangeError("too large");
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString());
}

const id = /^[A-Za-z0-9_-]{1,64}$/;
const orderNo = /^[A-Za-z0-9_.:-]{1,64}$/;
const currency = /^[A-Z]{3}$/;
const channels = new Set<unknown>(["alipay", "wechat", "balance"]);
const methods = new Set<unknown>(["qr", "page", "app"]);
const fields = 10;

/** Why a body is no order, undefined when it is one. */
export function faultOf(body: unknown): string | undefined {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return "expected an object";
  const order = body as Record<keyof Order, unknown>;
  if (!isText(order.wallet_id, id)) return "wallet_id: expected an id";
  if (!isText(order.payer_wallet_id, id)) return "payer_wallet_id: expected an id";
  if (!isText(order.order_no, orderNo)) return "order_no: expected 1 to 64 characters";
  if (!channels.has(order.channel)) return "channel: expected alipay, wechat or balance";
  if (!methods.has(order.method)) return "method: expected qr, page or app";
  if (!isInteger(order.amount, 1, Number.MAX_SAFE_INTEGER)) return "amount: expected an integer";
  if (!isText(order.currency, currency)) return "currency: expected three letters";
  if (!isShort(order.subject, 128)) return "subject: expected 1 to 128 characters";
  if (!isInteger(order.expires_in, 60, 86_400)) return "expires_in: expected 60 to 86400";
  if (!isShort(order.payer_id, 64)) return "payer_id: expected 1 to 64 characters";
  if (Object.keys(order).length !== fields) return "an unknown field";
  return undefined;
}

/** The same as a guard. */
export function isOrder(body: unknown): body is Order {
  return faultOf(body) === undefined;
}

function isText(value: unknown, form: RegExp): boolean {
  return typeof value === "string" && form.test(value);
}

function isShort(value: unknown, max: number): boolean {
  return typeof value === "string" && value.length >= 1 && value.length <= max;
}

function isInteger(value: unknown, min: number, max: number): boolean {
  return Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max;
}
