import { randomUUID } from "node:crypto";
import { channelNo } from "@purse/core";
import type { Channel } from "@purse/sandbox";
import { beforeAll, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { useSandbox } from "./harness/sandbox.ts";
import { sandboxChannels } from "./harness/sandbox-channels.ts";

// Each way in which a channel's first answer can go wrong, by each operation that moves money, at
// both channels: what is answered, and that it is done once in the end.

const sandbox = useSandbox();
const purse = usePurse({ channels: sandboxChannels(sandbox, 1000) });

const operations = ["charge", "refund", "transfer", "redEnvelope"] as const;
type Operation = (typeof operations)[number];

const busy = {
  charge: "channel_unexpected_error",
  refund: "refund_pending",
  transfer: "transfer_system_busy",
  redEnvelope: "red_system_busy",
} as const;

/**
 * The sandbox's faults in its own order, since an amount names one by its place, and what is answered
 * to them. Success: the answer to this operation has nothing that the fault could spoil.
 */
const answers: readonly (readonly [
  fault: string,
  key: (channel: Channel, operation: Operation) => string,
])[] = [
  ["connection_closed", () => "channel_connection_error"],
  ["connection_lost", () => "channel_connection_error"],
  ["reset_mid_answer", () => "channel_connection_error"],
  ["time_out", () => "channel_connection_error"],
  ["time_out_done", () => "channel_connection_error"],
  ["http_500_html", () => "channel_request_error"],
  ["http_502_empty", () => "channel_request_error"],
  ["not_json", () => "channel_parse_error"],
  ["encoded", () => "channel_parse_error"],
  [
    "missing_field",
    // Alipay's refund is believed by its amount alone.
    (channel, operation) =>
      channel === "alipay" && operation === "refund" ? "success" : "channel_parse_error",
  ],
  ["wrong_signature", () => "channel_sign_error"],
  [
    "missing_signature",
    // WeChat Pay signs no answer about red envelopes: that protocol is its second, older one.
    (channel, operation) =>
      channel === "wechat" && operation === "redEnvelope" ? "success" : "channel_sign_error",
  ],
  [
    "wrong_amount",
    (channel, operation) => {
      if (operation === "charge") return "success";
      if (channel === "alipay" && operation === "refund") return "success";
      if (channel === "wechat" && operation === "transfer") return "transfer_wait_operation";
      return "channel_parameters_consistency_error";
    },
  ],
  [
    "unknown_status",
    (channel, operation) => {
      if (operation === "charge") return "success";
      if (operation === "refund") {
        return channel === "alipay" ? "success" : "refund_unexpected_status";
      }
      if (channel === "wechat" && operation === "redEnvelope") return "success";
      return "channel_unexpected_error";
    },
  ],
  [
    "other_order",
    (channel, operation) =>
      channel === "wechat" && operation === "charge"
        ? "success"
        : "channel_parameters_consistency_error",
  ],
  ["system_error", (_, operation) => busy[operation]],
  ["system_error_done", (_, operation) => busy[operation]],
  [
    "response_code_fail",
    (channel, operation) =>
      channel === "wechat" && operation !== "redEnvelope"
        ? "channel_request_error"
        : "channel_response_code_fail",
  ],
];

/** The state that each thing ends in, once people have done their part. */
const ends = {
  charge: "paid",
  refund: "succeeded",
  transfer: "succeeded",
  redEnvelope: "received",
} as const;
const givenUp = new Set(["closed", "expired", "failed", "abnormal", "returned"]);
const payer = { method: "jsapi", payer_id: "2088000000000001" };

let accounts: Awaited<ReturnType<typeof sandbox.merchant>>;
beforeAll(async () => {
  accounts = await sandbox.merchant(10_000_000);
});

/** A merchant at a channel, and how its backend asks for each operation, with an amount. */
async function merchant(channel: Channel) {
  const made = await purse.merchant();
  const { merchant_wallet_id: shop, api_key: key } = made;
  const [user = ""] = made.user_wallet_ids;
  const call = (method: "GET" | "POST" | "PUT", path: string, body?: object) =>
    purse.call(method, path, { key, ...(body === undefined ? {} : { body }) });
  await call("PUT", `/v1/wallets/${shop}/channels/${channel}`, accounts[channel]);
  const charge = { channel, ...payer, wallet_id: shop };
  const paid = await call("POST", "/v1/charges", { ...charge, order_no: "paid", amount: 300_000 });
  await sandbox.pay(channelNo(paid.data.id));
  await call("GET", `/v1/charges/${paid.data.id}`);
  const out = { channel, wallet_id: user, to_account: "2088000000000002" };
  return {
    merchant_id: made.merchant_id,
    call,
    asked(operation: Operation, amount: number): [path: string, wallet: string, body: object] {
      const no = randomUUID();
      switch (operation) {
        case "charge":
          return ["/v1/charges", shop, { ...charge, order_no: no, amount }];
        case "refund":
          return ["/v1/refunds", shop, { charge_id: paid.data.id, refund_no: no, amount }];
        case "transfer":
          return ["/v1/transfers", user, { ...out, transfer_no: no, amount }];
        case "redEnvelope":
          return [
            "/v1/red-envelopes",
            user,
            { ...out, greeting: "g", red_envelope_no: no, amount },
          ];
      }
    },
  };
}

/** What people do at the channel, where it waits for them: the payer pays, the payee confirms. */
async function endAtChannel(operation: Operation, no: string): Promise<void> {
  const { payments, refunds, transfers, red_envelopes } = await sandbox.books();
  const rows = {
    charge: payments,
    refund: refunds,
    transfer: transfers,
    redEnvelope: red_envelopes,
  };
  const state = rows[operation].find((row) => row.no === no)?.state;
  if (state === ends[operation]) return;
  if (operation === "charge") await sandbox.pay(no);
  else if (operation === "refund") await sandbox.moveRefund(no, "succeeded");
  else if (operation === "transfer") await sandbox.moveTransfer(no, "succeeded");
  else await sandbox.moveRedEnvelope(no, "received");
}

const cells = (["alipay", "wechat"] as const).flatMap((channel) =>
  operations.map((operation) => [channel, operation] as const),
);

test.each(cells)(
  "%s, %s: each fault by its code, and once in the end",
  async (...cell) => {
    const [channel, operation] = cell;
    const { merchant_id, call, asked } = await merchant(channel);
    const kind = operation === "redEnvelope" ? "red_envelope" : operation;
    const said = await Promise.all(
      answers.map(async ([fault], place) => {
        const amount = 9001 + place;
        const [path, wallet, body] = asked(operation, amount);
        const first = await call("POST", path, body);
        const thing = async () => {
          const { data } = await call("GET", `${path}/list/${wallet}?page=1&count=100`);
          return data.items.find((each: { amount: number }) => each.amount === amount);
        };
        const { id, status } = await thing();
        expect(givenUp, fault).not.toContain(status);
        await call("POST", path, body);
        await endAtChannel(operation, channelNo(id));
        for (let looks = 0; looks < 2; looks += 1) {
          await purse.house.core.resume({ kind, merchant_id, id });
        }
        return { fault, key: first.key, end: (await thing()).status, no: channelNo(id) };
      }),
    );
    const ended = said.map(({ fault, key, end }) => ({ fault, key, end }));
    const end = ends[operation];
    expect(ended).toEqual(answers.map(([fault, key]) => ({ fault, key: key(...cell), end })));
    const { movements } = await sandbox.books();
    const times = said.map(({ no }) => movements.filter((movement) => movement.no === no).length);
    expect(times).toEqual(answers.map(() => 1));
  },
  40_000,
);
