import type {
  Numbered,
  RedEnvelopeOrder,
  RedEnvelopeOutcome,
  RedEnvelopeQueryOutcome,
} from "@purse/core";
import { z } from "zod";
import { told } from "../told.ts";
import { differenceOf } from "./reply.ts";
import type { Session } from "./session.ts";
import { askV2, type V2Access, v2AccessOf } from "./v2.ts";

/** Outside of these WeChat Pay wants to know the scene. */
const [plainFenMin, plainFenMax] = [100, 20_000];
/** The most characters of names and of the greeting. */
const [nameMax, greetingMax] = [10, 32];

const text = z.string().min(1);
// biome-ignore lint/plugin: fen, of up to twelve digits alone.
const Fen = z
  .string()
  .regex(/^\d{1,12}$/)
  .transform(Number);

const Sent = z.object({
  mch_billno: text,
  mch_id: text,
  wxappid: text,
  re_openid: text,
  total_amount: Fen,
});
const Known = z.object({
  mch_billno: text,
  mch_id: text,
  status: text,
  total_amount: Fen,
  refund_amount: Fen.optional(),
  reason: z.string().optional(),
});

/** Sends a red envelope, by v2: v3 has none. */
export async function redEnvelope(
  session: Session<"redEnvelope">,
  order: RedEnvelopeOrder,
): Promise<RedEnvelopeOutcome> {
  const access = v2AccessOf(session.keys);
  if (access.state === "missing") {
    const { detail } = access;
    return { state: "refused", key: "channel_not_support_red_envelope", detail };
  }
  if (access.state === "faulty") {
    return { state: "unknown", key: "channel_auth_error", detail: access.detail };
  }
  return send(session, access, order);
}

async function send(
  session: Session<"redEnvelope">,
  access: V2Access,
  { no, amount, to_account, greeting }: RedEnvelopeOrder,
): Promise<RedEnvelopeOutcome> {
  const { app_id, mch_id, sender_name } = session.keys.account;
  const isPlain = amount >= plainFenMin && amount <= plainFenMax;
  const reply = await askV2(session, access, {
    path: "/mmpaymkttransfers/sendredpack",
    fields: {
      mch_billno: no,
      mch_id,
      wxappid: app_id,
      send_name: sender_name ?? mch_id,
      re_openid: to_account,
      total_amount: String(amount),
      total_num: "1",
      wishing: cut(greeting, greetingMax),
      client_ip: "127.0.0.1",
      act_name: cut(greeting, nameMax),
      remark: cut(greeting, greetingMax),
      ...(isPlain ? {} : { scene_id: "PRODUCT_1" }),
    },
    schema: Sent,
  });
  if (!reply.ok) return reply.outcome;
  const ours = {
    mch_billno: no,
    mch_id,
    wxappid: app_id,
    re_openid: to_account,
    total_amount: amount,
  };
  return differenceOf(reply.fields, ours) ?? { state: "succeeded", fate: "lying" };
}

function cut(words: string, max: number): string {
  return [...words].slice(0, max).join("");
}

export async function queryRedEnvelope(
  session: Session<"queryRedEnvelope">,
  { no, amount }: Numbered,
): Promise<RedEnvelopeQueryOutcome> {
  const access = v2AccessOf(session.keys);
  if (access.state !== "usable") {
    return { state: "unknown", key: "channel_auth_error", detail: access.detail };
  }
  const { app_id, mch_id } = session.keys.account;
  const reply = await askV2(session, access, {
    path: "/mmpaymkttransfers/gethbinfo",
    fields: { mch_billno: no, mch_id, appid: app_id, bill_type: "MCHT" },
    schema: Known,
  });
  if (!reply.ok) return reply.outcome;
  const { mch_billno, total_amount } = reply.fields;
  const theirs = { mch_billno, mch_id: reply.fields.mch_id, total_amount };
  const ours = { mch_billno: no, mch_id, total_amount: amount };
  return differenceOf(theirs, ours) ?? fateOf(reply.fields);
}

function fateOf({
  status,
  reason,
  refund_amount,
}: z.output<typeof Known>): RedEnvelopeQueryOutcome {
  switch (status) {
    case "SENDING":
      return { state: "waiting" };
    case "SENT":
    // On its way back: it is there until it has come.
    case "RFUND_ING":
      return { state: "succeeded", fate: "lying" };
    case "RECEIVED":
      return { state: "succeeded", fate: "received" };
    case "REFUND": {
      if (refund_amount !== undefined)
        return { state: "succeeded", fate: { returned: refund_amount } };
      const detail = "refund_amount: missing of what came back";
      return { state: "unknown", key: "channel_parse_error", detail };
    }
    case "FAILED":
      return {
        state: "refused",
        key: "channel_request_info",
        detail: told(`FAILED ${reason ?? ""}`),
      };
    default: {
      const detail = `status: ${told(status)}`;
      return { state: "unknown", key: "channel_unexpected_error", detail };
    }
  }
}
