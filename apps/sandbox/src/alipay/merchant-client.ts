import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { MerchantAccounts } from "../admin/admin-routes.ts";
import { gmt8 } from "./gmt8.ts";
import { contentOf, isSignedBy, sign } from "./signature.ts";

// What a test needs to be a merchant: nothing here is used by the sandbox itself.

type Texts = Readonly<Record<string, string>>;
interface CallAnswer {
  readonly status: number;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into what came.
  readonly node: any;
  readonly isSigned: boolean;
}

/** A merchant with an account of its own and a place where it hears notifications. */
export async function openMerchant(url: string, settings: { balance?: number } = {}) {
  const { alipay } = (await post(`${url}/admin/accounts`, settings)) as MerchantAccounts;
  const heard: { readonly fields: Texts; readonly isSigned: boolean }[] = [];
  let words = "success";
  const server = createServer(async (request, response) => {
    const fields = Object.fromEntries(new URLSearchParams(await text(request)));
    const content = contentOf(fields, ["sign", "sign_type"]);
    const isSigned = isSignedBy(content, fields.sign ?? "", alipay.alipay_public_key);
    heard.push({ fields, isSigned });
    response.end(words);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const notify_url = `http://127.0.0.1:${port}/`;

  function signed(method: string, biz: object, more: Texts = {}): Texts {
    const parameters = {
      app_id: alipay.app_id,
      method,
      format: "JSON",
      charset: "utf-8",
      sign_type: "RSA2",
      timestamp: gmt8(new Date()),
      version: "1.0",
      notify_url,
      biz_content: JSON.stringify(biz),
      ...more,
    };
    return { sign: sign(contentOf(parameters, []), alipay.private_key), ...parameters };
  }
  async function send(parameters: Texts): Promise<CallAnswer> {
    const response = await fetch(`${url}/alipay/gateway.do`, {
      method: "POST",
      body: new URLSearchParams(parameters),
      redirect: "manual",
    });
    const body = await response.text();
    return { status: response.status, ...opened(body, alipay.alipay_public_key) };
  }
  return {
    url,
    fields: alipay,
    heard,
    signed,
    send,
    call: (method: string, biz: object, more?: Texts) => send(signed(method, biz, more)),
    admin: (path: string, body: object = {}) => post(`${url}/admin${path}`, body),
    /** What it answers notifications from now on. */
    say(answer: string) {
      words = answer;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

function opened(text: string, publicKey: string): Omit<CallAnswer, "status"> {
  const [, node = "", , signature = ""] =
    /^\{"\w+_response":(\{.*?\})(,"sign":"([^"]*)")?\}$/s.exec(text) ?? [];
  if (node === "") return { text, node: undefined, isSigned: false };
  const isSigned = isSignedBy(node, signature, publicKey);
  return { text, node: JSON.parse(node), isSigned };
}

// biome-ignore lint/suspicious/noExplicitAny: tests look into what came.
async function post(url: string, body: object): Promise<any> {
  const response = await fetch(url, { method: "POST", body: JSON.stringify(body) });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status} ${answer}`);
  return JSON.parse(answer);
}
