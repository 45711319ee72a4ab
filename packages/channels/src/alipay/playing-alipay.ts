import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Channel, ChannelAccess } from "@purse/core";
import { localServer } from "../local-server.ts";
import type { ChannelCall } from "../settings.ts";
import { alipayChannel } from "./channel.ts";

const app = generateKeyPairSync("rsa", { modulusLength: 2048 });
const alipay = generateKeyPairSync("rsa", { modulusLength: 2048 });

export const access: ChannelAccess = {
  channel: "alipay",
  mode: "test",
  parameters: {
    app_id: "2021000000000001",
    seller_id: "2088000000000001",
    private_key: app.privateKey.export({ type: "pkcs1", format: "der" }).toString("base64"),
    alipay_public_key: alipay.publicKey.export({ type: "spki", format: "pem" }).toString(),
    fee_bps: 0,
  },
  notify_url: "https://purse.example/v1/notify/alipay/wal_1",
};
export const appPublicKey: KeyObject = app.publicKey;

/** The same account with one parameter changed. */
export function accessWith(parameters: Readonly<Record<string, unknown>>): ChannelAccess {
  return { ...access, parameters: { ...access.parameters, ...parameters } };
}

export function signedByAlipay(text: string, algorithm = "RSA-SHA256"): string {
  return sign(algorithm, Buffer.from(text), alipay.privateKey).toString("base64");
}

/** An answer as Alipay sends it: the signature is over the node's characters. */
export function answerOf(method: string, node: object): string {
  const text = JSON.stringify(node).replaceAll("/", "\\/");
  return `{"${method.replaceAll(".", "_")}_response":${text},"sign":"${signedByAlipay(text)}"}`;
}

export const done = { code: "10000", msg: "Success" };
export const failed = (sub_code: string, sub_msg = "因为", code = "40004") => ({
  code,
  msg: "Business Failed",
  sub_code,
  sub_msg,
});

interface Received {
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
  readonly content: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** Alipay as one test has it answer: by the text of an answer, in turn, the last one for good. */
export interface Playing {
  readonly channel: Channel;
  readonly url: string;
  readonly received: Received[];
  readonly heard: ChannelCall[];
  /** What is answered next: a whole text, or the node of a signed answer to what was asked. */
  readonly says: (...answers: readonly (string | object)[]) => void;
  readonly close: () => Promise<void>;
}

export async function playAlipay(): Promise<Playing> {
  const received: Received[] = [];
  const heard: ChannelCall[] = [];
  let answers: readonly (string | object)[] = [];
  const server = await localServer(async (request, response) => {
    const call = await read(request);
    received.push(call);
    const [answer = "", ...rest] = answers;
    if (rest.length > 0) answers = rest;
    response.end(typeof answer === "string" ? answer : answerOf(call.method, answer));
  });
  const channel = alipayChannel({
    urlOf: () => server.url,
    now: () => new Date("2026-11-25T10:30:00Z"),
    timeLimitMs: 2000,
    onCall: (call) => heard.push(call),
  });
  const says = (...next: readonly (string | object)[]) => {
    answers = next;
  };
  return { channel, url: server.url, received, heard, says, close: server.close };
}

async function read(request: IncomingMessage): Promise<Received> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  const query = Object.fromEntries(new URL(request.url ?? "", "http://x").searchParams);
  const content = JSON.parse(new URLSearchParams(body).get("biz_content") ?? "{}");
  return { method: query.method ?? "", query, content, body };
}
