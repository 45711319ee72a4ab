import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { MerchantAccounts } from "../admin/admin-routes.ts";
import { unseal } from "./seal.ts";
import { isSignedBy, linesOf, sign } from "./signature.ts";
import { type Fields, readXml, signFields, writeXml } from "./xml.ts";

// What a test needs to be a merchant: nothing here is used by the sandbox itself.

interface CallAnswer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what came.
  readonly node: any;
  readonly isSigned: boolean;
  readonly serial: string | null;
}
interface CallOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly timestamp?: number;
  readonly key?: string;
  readonly body?: string;
}

/** A merchant with an account of its own and a place where it hears notifications. */
export async function openMerchant(url: string, settings: { balance?: number } = {}) {
  const { wechat } = (await post(`${url}/admin/accounts`, settings)) as MerchantAccounts;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what came.
  const heard: { event_type: string; resource: any; isSigned: boolean; signature: string }[] = [];
  let status = 204;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const headers = new Headers(request.headers as Record<string, string>);
    const { event_type, resource } = JSON.parse(body);
    heard.push({
      event_type,
      resource: JSON.parse(unseal(resource, wechat.api_v3_key)),
      isSigned: isPlatforms(headers, body),
      signature: headers.get("wechatpay-signature") ?? "",
    });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const notify_url = `http://127.0.0.1:${port}/`;

  function isPlatforms(headers: Headers, body: string): boolean {
    const [timestamp, nonce, signature] = ["timestamp", "nonce", "signature"].map(
      (name) => headers.get(`wechatpay-${name}`) ?? "",
    );
    const lines = linesOf(timestamp ?? "", nonce ?? "", body);
    return isSignedBy(lines, signature ?? "", wechat.public_key);
  }
  async function call(
    method: "GET" | "POST",
    path: string,
    content?: object,
    options: CallOptions = {},
  ): Promise<CallAnswer> {
    const target = new URL(path.startsWith("http") ? path : `${url}/wechat${path}`);
    const body = options.body ?? (content === undefined ? "" : JSON.stringify(content));
    const timestamp = options.timestamp ?? Math.floor(Date.now() / 1000);
    const nonce = randomBytes(16).toString("hex");
    const lines = linesOf(method, `${target.pathname}${target.search}`, timestamp, nonce, body);
    const signature = sign(lines, options.key ?? wechat.private_key);
    const response = await fetch(target, {
      method,
      headers: {
        Authorization: `WECHATPAY2-SHA256-RSA2048 mchid="${wechat.mch_id}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${wechat.serial_no}"`,
        "Wechatpay-Serial": wechat.public_key_id,
        "Content-Type": "application/json",
        ...options.headers,
      },
      ...(method === "POST" && { body }),
    });
    const answer = await response.text();
    return {
      status: response.status,
      text: answer,
      node: answer.startsWith("{") ? JSON.parse(answer) : undefined,
      isSigned: isPlatforms(response.headers, answer),
      serial: response.headers.get("wechatpay-serial"),
    };
  }
  async function callV2(path: string, fields: Fields, key = wechat.api_v2_key): Promise<Fields> {
    const whole = { mch_id: wechat.mch_id, nonce_str: randomBytes(8).toString("hex"), ...fields };
    const body = writeXml({ ...whole, sign: signFields(whole, key) });
    const response = await fetch(`${url}/wechat${path}`, { method: "POST", body });
    return readXml(await response.text()) ?? {};
  }
  return {
    fields: wechat,
    notify_url,
    heard,
    call,
    callV2,
    admin: (path: string, body: object = {}) => post(`${url}/admin${path}`, body),
    // biome-ignore lint/suspicious/noExplicitAny: tests look into what came.
    books: async (): Promise<any> => (await fetch(`${url}/admin/books`)).json(),
    /** What it answers notifications from now on. */
    say(answer: number) {
      status = answer;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into what came.
async function post(url: string, body: object): Promise<any> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${answer}`);
  return JSON.parse(answer);
}
