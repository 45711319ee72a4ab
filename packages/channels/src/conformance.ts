import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import type { Channel, ChannelAccess } from "@purse/core";
import { expect, test } from "vitest";
import { localServer } from "./local-server.ts";
import type { ChannelCall, ChannelSettings } from "./settings.ts";
import type { ChannelOperation } from "./translation.ts";

/** What a channel's own test gives to have the channel held to what core relies on. */
export interface Conforming {
  readonly open: (settings: ChannelSettings) => Channel;
  /** An account whose keys can be read. */
  readonly access: ChannelAccess;
  /** The same account with a private key that is none. */
  readonly badAccess: ChannelAccess;
  readonly except?: readonly ChannelOperation[];
}

const timeLimitMs = 150;
const numbered = { no: "0a".repeat(12).concat("z"), amount: 1250, currency: "CNY" };

/** Each call of the port, with an order that any channel can take. */
export const calls = {
  pay: (channel, access) =>
    channel.pay(access, {
      ...numbered,
      subject: "tea",
      method: "qr",
      payer_id: null,
      expires_at: new Date(Date.now() + 3_600_000),
    }),
  query: (channel, access) => channel.query(access, numbered.no),
  close: (channel, access) => channel.close(access, numbered.no),
  refund: (channel, access) =>
    channel.refund(access, {
      ...numbered,
      payment_no: "p".repeat(25),
      payment_amount: 5000,
      reason: null,
    }),
  queryRefund: (channel, access) =>
    channel.queryRefund(access, { ...numbered, payment_no: "p".repeat(25) }),
  transfer: (channel, access) =>
    channel.transfer(access, { ...numbered, to_account: "payee", to_name: null, remark: null }),
  queryTransfer: (channel, access) => channel.queryTransfer(access, numbered),
  redEnvelope: (channel, access) =>
    channel.redEnvelope(access, { ...numbered, to_account: "payee", greeting: "luck" }),
  queryRedEnvelope: (channel, access) => channel.queryRedEnvelope(access, numbered),
  statement: (channel, access) => channel.statement(access, "2026-11-24"),
} as const satisfies {
  readonly [Op in ChannelOperation]: (
    channel: Channel,
    access: ChannelAccess,
  ) => ReturnType<Channel[Op]>;
};

type Fault = readonly [string, string, (request: IncomingMessage, answer: ServerResponse) => void];

/** What can befall any call, and the key that says so. None of it tells what the channel did. */
const faults: readonly Fault[] = [
  ["the connection is reset", "channel_connection_error", (request) => request.socket.destroy()],
  [
    "it is reset amid the answer",
    "channel_connection_error",
    (request, answer) => {
      answer.writeHead(200, { "Content-Length": 100 }).write("{");
      setTimeout(() => request.socket.destroy(), 20);
    },
  ],
  ["the time is up", "channel_connection_error", () => {}],
  [
    "HTTP 500 with a page",
    "channel_request_error",
    (_, answer) => answer.writeHead(500, { "Content-Type": "text/html" }).end("<html>oops</html>"),
  ],
  ["HTTP 502 with nothing", "channel_request_error", (_, answer) => answer.writeHead(502).end()],
  [
    "an encoded answer",
    "channel_parse_error",
    (_, answer) => answer.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("{}")),
  ],
  ["not UTF-8", "channel_parse_error", (_, answer) => answer.end(Buffer.from([0x7b, 0xd6, 0x7d]))],
];

/** Holds a channel to what core relies on, whatever happens on the way to it. */
export function conforms(name: string, { open, access, badAccess, except = [] }: Conforming): void {
  const operations = (Object.keys(calls) as ChannelOperation[]).filter(
    (operation) => !except.includes(operation),
  );
  const against = async (
    listener: RequestListener,
    work: (channel: Channel, heard: ChannelCall[], close: () => Promise<void>) => Promise<void>,
  ) => {
    const server = await localServer(listener);
    const heard: ChannelCall[] = [];
    const settings = {
      urlOf: () => server.url,
      now: () => new Date(),
      timeLimitMs,
      onCall: (call: ChannelCall) => heard.push(call),
    };
    try {
      await work(open(settings), heard, server.close);
    } finally {
      await server.close();
    }
  };

  test.each(faults)(`${name}: %s is %s to every call`, (_, key, fault) =>
    against(fault, async (channel, heard) => {
      for (const operation of operations) {
        const outcome = await calls[operation](channel, access);
        expect({ operation, ...outcome }).toMatchObject({ operation, state: "unknown", key });
        expect(heard.at(-1)).toMatchObject({ channel: name, operation, outcome: "unknown", key });
      }
    }),
  );

  test(`${name}: nobody listens`, () =>
    against(
      () => {},
      async (channel, _, close) => {
        await close();
        for (const operation of operations) {
          const outcome = await calls[operation](channel, access);
          const key = "channel_connection_error";
          expect({ operation, ...outcome }).toMatchObject({ operation, state: "unknown", key });
        }
      },
    ));

  test(`${name}: a key that cannot be read is the merchant's matter, and nothing is sent`, async () => {
    let asked = 0;
    const listener: RequestListener = (_, answer) => {
      asked += 1;
      answer.end();
    };
    await against(listener, async (channel) => {
      for (const operation of operations) {
        const outcome = await calls[operation](channel, badAccess);
        expect({ operation, ...outcome }).toMatchObject({ operation, key: "channel_auth_error" });
      }
      expect(asked).toBe(0);
    });
  });
}
