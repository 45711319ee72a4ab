import { createCipheriv, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import type { ServerResponse } from "node:http";
import type { Channel, ChannelAccess, RawNotification } from "@purse/core";
import { localServer } from "../local-server.ts";
import type { ChannelCall } from "../settings.ts";
import { wechatChannel } from "./channel.ts";

// A test in WeChat Pay's place: its keys, its signatures, and whatever it is to say.

const merchant = generateKeyPairSync("rsa", { modulusLength: 2048 });
const platform = generateKeyPairSync("rsa", { modulusLength: 2048 });
const publicPem = platform.publicKey.export({ type: "spki", format: "pem" }).toString();
export const platformPrivateKey = platform.privateKey;

export const account = {
  app_id: "wx8888888888888888",
  mch_id: "1900000109",
  serial_no: "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
  private_key: merchant.privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
  public_key_id: "PUB_KEY_ID_0119000001092024",
  public_key: publicPem,
  api_v3_key: "0123456789abcdef0123456789abcdef",
};

export function accessWith(parameters: object = {}): ChannelAccess {
  return {
    channel: "wechat",
    mode: "test",
    parameters: { ...account, ...parameters },
    notify_url: "https://purse.example/v1/notify/wechat/wal_1",
  };
}
export const access = accessWith();

export const no = "0123456789abcdefghijklmno";
export const payment_no = "p123456789abcdefghijklmno";

/** A request as it came, and the means to answer it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly json: Record<string, unknown>;
  readonly answer: ServerResponse;
  readonly origin: string;
}

/** The four headers that sign a body. */
export function signatureHeaders(
  body: string,
  { key = platformPrivateKey, at = new Date(), serial = account.public_key_id } = {},
): Record<string, string> {
  const [timestamp, nonce] = [
    String(Math.floor(at.getTime() / 1000)),
    randomBytes(8).toString("hex"),
  ];
  const text = Buffer.from(`${timestamp}\n${nonce}\n${body}\n`);
  return {
    "wechatpay-timestamp": timestamp,
    "wechatpay-nonce": nonce,
    "wechatpay-serial": serial,
    "wechatpay-signature": sign("RSA-SHA256", text, key).toString("base64"),
  };
}

export type Listener = (asked: Asked) => void;

/** A signed answer. */
export const says =
  (content: object | undefined, status = 200): Listener =>
  ({ answer }) => {
    const body = content === undefined ? "" : JSON.stringify(content);
    answer.writeHead(status, signatureHeaders(body)).end(body);
  };

interface Played {
  readonly channel: Channel;
  /** The requests, in their order. */
  readonly asked: Asked[];
  readonly heard: ChannelCall[];
}

/** WeChat Pay answers so, each listener once and the last one ever after. */
export async function playing<T>(
  listeners: Listener | readonly Listener[],
  work: (played: Played) => Promise<T>,
): Promise<T> {
  const script = typeof listeners === "function" ? [listeners] : listeners;
  const [asked, heard]: [Asked[], ChannelCall[]] = [[], []];
  const server = await localServer(async (request, answer) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const json = body.startsWith("{") ? JSON.parse(body) : {};
    const { method = "", url: path = "", headers } = request;
    const question = { method, path, headers, body, json, answer, origin: server.url };
    asked.push(question);
    script[Math.min(asked.length, script.length) - 1]?.(question);
  });
  const channel = wechatChannel({
    urlOf: () => server.url,
    now: () => new Date(),
    timeLimitMs: 1000,
    onCall: (call) => heard.push(call),
  });
  try {
    return await work({ channel, asked, heard });
  } finally {
    await server.close();
  }
}

/** A notification with what it encloses, encrypted and signed. */
export function notification(
  event_type: string,
  content: object,
  { key = account.api_v3_key, signed = {} as Parameters<typeof signatureHeaders>[1] } = {},
): RawNotification {
  const [nonce, associated_data] = [randomBytes(6).toString("hex"), "transaction"];
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(associated_data));
  const bytes = [cipher.update(JSON.stringify(content)), cipher.final(), cipher.getAuthTag()];
  const ciphertext = Buffer.concat(bytes).toString("base64");
  const resource = { algorithm: "AEAD_AES_256_GCM", ciphertext, nonce, associated_data };
  const body = JSON.stringify({ id: "notice-1", event_type, resource });
  return { headers: signatureHeaders(body, signed), body };
}
