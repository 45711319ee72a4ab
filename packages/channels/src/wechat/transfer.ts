import { constants, type KeyObject, publicEncrypt } from "node:crypto";
import type { Numbered, TransferOrder, TransferOutcome, TransferQueryOutcome } from "@purse/core";
import { z } from "zod";
import { told } from "../told.ts";
import { differenceOf } from "./reply.ts";
import type { Session } from "./session.ts";

/** The most characters of a remark. */
const remarkMax = 32;

const text = z.string().min(1);

/** It explains an end and decides nothing: where it is missing or null, the end is the same. */
const Reason = z.string().nullish();

const Created = z.object({
  out_bill_no: text,
  state: text,
  package_info: text.optional(),
  fail_reason: Reason,
});

/** What an answer to a query and a notification say of a transfer. */
export const Bill = z.object({
  mch_id: text,
  out_bill_no: text,
  state: text,
  transfer_amount: z.int(),
  fail_reason: Reason,
});

/** Sends money to a WeChat user's balance; the user has to confirm it in WeChat. */
export async function transfer(
  session: Session<"transfer">,
  order: TransferOrder,
): Promise<TransferOutcome> {
  const { no, amount, to_account, to_name, remark } = order;
  const { account, platform } = session.keys;
  const shown = [...(remark ?? no)].slice(0, remarkMax).join("");
  const scene = account.transfer_scene ?? defaultScene(shown);
  const reply = await session.ask({
    method: "POST",
    path: "/v3/fund-app/mch-transfer/transfer-bills",
    body: {
      appid: account.app_id,
      out_bill_no: no,
      transfer_scene_id: scene.id,
      transfer_scene_report_infos: scene.report,
      openid: to_account,
      transfer_amount: amount,
      transfer_remark: shown,
      notify_url: session.access.notify_url,
      ...(to_name === null ? {} : { user_name: sealed(to_name, platform.key) }),
    },
    schema: Created,
  });
  if (!reply.ok) return reply.outcome;
  const { out_bill_no, state, package_info, fail_reason } = reply.fields;
  const difference = differenceOf({ out_bill_no }, { out_bill_no: no });
  if (difference !== undefined) return difference;
  if (state !== "WAIT_USER_CONFIRM") return transferStandingOf(state, fail_reason);
  if (package_info === undefined) {
    const detail = "package_info: missing of what waits for its user";
    return { state: "unknown", key: "channel_parse_error", detail };
  }
  const { app_id: appId, mch_id: mchId } = account;
  const call = new URLSearchParams({ mchId, appId, package: package_info });
  // WeChat Pay has no page for this: it is the call of WeChat's own browser and of mini programs.
  return { state: "waiting", action_url: `jsapi:requestMerchantTransfer?${call}` };
}

/** The scene "cash marketing", which WeChat Pay has described by these two texts. */
function defaultScene(shown: string) {
  const report = ["活动名称", "奖励说明"].map((info_type) => ({ info_type, info_content: shown }));
  return { id: "1000", report };
}

/** A name that only WeChat Pay reads. */
function sealed(name: string, key: KeyObject): string {
  const padding = constants.RSA_PKCS1_OAEP_PADDING;
  return publicEncrypt({ key, padding, oaepHash: "sha1" }, Buffer.from(name)).toString("base64");
}

export async function queryTransfer(
  session: Session<"queryTransfer">,
  { no, amount }: Numbered,
): Promise<TransferQueryOutcome> {
  const path = `/v3/fund-app/mch-transfer/transfer-bills/out-bill-no/${no}`;
  const reply = await session.ask({ method: "GET", path, schema: Bill });
  if (!reply.ok) return reply.outcome;
  const { mch_id, out_bill_no, transfer_amount, state, fail_reason } = reply.fields;
  const ours = { mch_id: session.keys.account.mch_id, out_bill_no: no, transfer_amount: amount };
  return (
    differenceOf({ mch_id, out_bill_no, transfer_amount }, ours) ??
    transferStandingOf(state, fail_reason)
  );
}

/** How a transfer stands, by its state in answers and notifications. */
export function transferStandingOf(state: string, reason?: string | null) {
  switch (state) {
    case "SUCCESS":
      return { state: "succeeded" } as const;
    case "FAIL":
    case "CANCELLED":
      return {
        state: "refused",
        key: "channel_request_info",
        detail: told(`${state} ${reason ?? ""}`),
      } as const;
    case "ACCEPTED":
    case "PROCESSING":
    case "WAIT_USER_CONFIRM":
    case "TRANSFERING":
    case "CANCELING":
      return { state: "waiting", action_url: null } as const;
    default: {
      const detail = `state: ${told(state)}`;
      return { state: "unknown", key: "channel_unexpected_error", detail } as const;
    }
  }
}
