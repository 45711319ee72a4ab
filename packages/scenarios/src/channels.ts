import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { ErrorKey } from "@purse/contract";
import { channelOrder, waitingCharge } from "./channel-charge.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";

/** A charge that meets a fault when the channel is asked to take the payment. */
function paying(key: ErrorKey, fault: string, story: string): Scenario {
  return {
    key,
    story,
    arrange: async ({ shop, sandbox }) => {
      const made = await shop();
      await sandbox.fault({ channel: "alipay", operation: "pay", fault });
      const fields = channelOrder(made, "alipay");
      return { operation: "charges.create", fields, key: made.api_key };
    },
  };
}

/** A waiting charge whose channel has something odd to say of it. */
function asking(key: ErrorKey, fault: string, story: string): Scenario {
  return {
    key,
    story,
    arrange: async (stage) => {
      const { id, no, key: apiKey } = await waitingCharge(stage, "alipay");
      await stage.sandbox.fault({ channel: "alipay", operation: "query", fault, no });
      return { operation: "charges.get", fields: { id }, key: apiKey };
    },
  };
}

/** What comes of a channel that cannot be reached, understood or believed, or that says no. */
export const channels: readonly Scenario[] = [
  asking(
    "charge_unexpected_status",
    "unknown_status",
    "The channel names a state of the trade that its protocol does not have.",
  ),
  paying(
    "channel_connection_error",
    "connection_closed",
    "The channel closes the connection before it answers.",
  ),
  paying(
    "channel_request_error",
    "http_500_html",
    "The channel answers HTTP 500 with a page for browsers.",
  ),
  paying("channel_parse_error", "not_json", "The channel answers something that is not JSON."),
  paying(
    "channel_sign_error",
    "wrong_signature",
    "The channel's answer is signed with another key than the channel's.",
  ),
  paying("channel_unexpected_error", "system_error", "The channel has an error of its own."),
  paying(
    "channel_parameter_error",
    "ACQ.INVALID_PARAMETER",
    "The channel takes a parameter for invalid.",
  ),
  {
    key: "channel_auth_error",
    story: "The merchant set a private key that is not the one it gave to the channel.",
    arrange: async ({ shop, sandbox }) => {
      const other = await sandbox.merchant();
      const made = await shop(({ alipay, wechat }) => ({
        alipay: { ...alipay, private_key: other.alipay.private_key },
        wechat,
      }));
      const fields = channelOrder(made, "alipay");
      return { operation: "charges.create", fields, key: made.api_key };
    },
  },
  paying(
    "channel_response_code_fail",
    "response_code_fail",
    "The channel's protocol fails, without a word on the payment.",
  ),
  asking(
    "channel_parameters_consistency_error",
    "other_order",
    "The channel's signed answer names another order.",
  ),
  paying(
    "channel_request_info",
    "ACQ.EXIST_FORBIDDEN_WORD",
    "The channel refuses for a reason that its own text tells best.",
  ),
  {
    key: "query_right_error",
    story: "The merchant has not signed the channel's product for statements.",
    arrange: async ({ shop, sandbox }) => {
      const made = await shop();
      const fault = "isv.insufficient-isv-permissions";
      await sandbox.fault({ channel: "alipay", operation: "statement", fault });
      const wallet = { wallet_id: made.merchant_wallet_id, channel: "alipay" };
      const fields = { ...wallet, date: "2026-01-01", page: 1, count: 20 };
      return { operation: "statements.list", fields, key: made.api_key };
    },
  },
  {
    key: "channel_notify_id_error",
    story: "A notification is signed, but the channel denies its notify_id when it is asked.",
    arrange: async (stage) => {
      const letters = await letterBox(stage);
      const elsewhere = await stage.elsewhere({ publicUrl: letters.url });
      const { no, made } = await waitingCharge(elsewhere, "alipay");
      const fault = "invalid_notify_id";
      await stage.sandbox.fault({ channel: "alipay", operation: "notify", fault, no });
      await stage.sandbox.pay(no);
      const { headers, body } = await letters.next();
      const fields = { channel: "alipay", wallet_id: made.merchant_wallet_id, headers, body };
      return { operation: "notifications.receive", fields, key: null, on: elsewhere };
    },
  },
  {
    key: "concurrency_limit_exceeded",
    story: "A key has as many requests in flight as it may have; here one, at a slow channel.",
    arrange: async (stage) => {
      const elsewhere = await stage.elsewhere({ keyConcurrency: 1 });
      const made = await elsewhere.shop();
      await stage.sandbox.fault({ channel: "alipay", operation: "pay", fault: "time_out" });
      const fields = channelOrder(made, "alipay");
      const call = { operation: "charges.create", fields, key: made.api_key, on: elsewhere };
      const first = elsewhere.call(call);
      elsewhere.behind(() => first);
      await new Promise((resolve) => setTimeout(resolve, 200));
      return call;
    },
  },
];

interface Letter {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Where notifications arrive that are to be brought by hand. */
async function letterBox(stage: Stage) {
  const { promise, resolve } = Promise.withResolvers<Letter>();
  const server = createServer(async (request, response) => {
    resolve({ headers: plain(request.headers), body: await text(request) });
    response.writeHead(200, { "Content-Type": "text/plain", "X-Request-Id": "r" }).end("fail");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  stage.behind(async () => server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, next: () => promise };
}

function plain(headers: IncomingHttpHeaders): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
  );
}
