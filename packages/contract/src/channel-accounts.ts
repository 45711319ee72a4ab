import { z } from "zod";
import { PaymentChannel } from "./channel.ts";
import { Id, ShortText, Time } from "./fields.ts";

/** A PEM or bare base64 text. */
const KeyText = z.string().regex(/^[\x20-\x7e\r\n]{64,8192}$/, {
  error: "expected PEM or base64 of 64 to 8192 characters",
});
const Name = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, { error: "expected 1 to 64 letters, digits, _ or -" });

/** The channel's fee of a charge, in hundredths of a percent. */
const FeeBps = z
  .int({ error: "expected an integer from 0 to 1000" })
  .min(0, { error: "expected an integer from 0 to 1000" })
  .max(1000, { error: "expected an integer from 0 to 1000" });
const fee_bps = FeeBps.default(0).describe(
  "What the channel keeps of each charge, in basis points; booked as an entry of its own",
);

/** A merchant's account at Alipay's open platform. */
export const AlipayAccount = z
  .strictObject({
    app_id: Name,
    seller_id: Name.describe("The merchant's id at Alipay (PID, 2088…)"),
    private_key: KeyText.describe("The app's private key (RSA2)"),
    alipay_public_key: KeyText.describe("Alipay's public key of the app"),
    app_auth_token: Name.optional().describe("Of a merchant on whose behalf the app acts"),
    fee_bps,
  })
  .meta({ id: "AlipayAccount" });
export type AlipayAccount = z.output<typeof AlipayAccount>;

/** What WeChat Pay wants to know of transfers, by the scene that it has approved. */
const TransferScene = z.strictObject({
  id: z.string().regex(/^\d{4,8}$/, { error: "expected 4 to 8 digits" }),
  report: z
    .array(z.strictObject({ info_type: ShortText, info_content: ShortText }))
    .min(1)
    .max(8),
});

/** A merchant's account at WeChat Pay. */
export const WechatAccount = z
  .strictObject({
    app_id: Name,
    mch_id: Name,
    serial_no: Name.describe("Of the merchant's API certificate"),
    private_key: KeyText.describe("The merchant's API private key"),
    public_key_id: Name.describe("The id or serial number of WeChat Pay's public key"),
    public_key: KeyText.describe("WeChat Pay's public key or platform certificate"),
    api_v3_key: z.string().regex(/^[\x21-\x7e]{32}$/, { error: "expected 32 characters" }),
    api_v2_key: z
      .string()
      .regex(/^[\x21-\x7e]{32}$/, { error: "expected 32 characters" })
      .optional()
      .describe("Red envelopes need it, with `certificate`"),
    certificate: KeyText.optional().describe("The merchant's API certificate"),
    sender_name: ShortText.max(10, { error: "expected at most 10 characters" })
      .optional()
      .describe(
        "Who sends red envelopes, as their receivers read it; `mch_id` where it is left out",
      ),
    transfer_scene: TransferScene.optional().describe(
      "The scene that WeChat Pay has approved for transfers; where it is left out, 1000 (cash marketing)",
    ),
    fee_bps,
  })
  .meta({ id: "WechatAccount" });
export type WechatAccount = z.output<typeof WechatAccount>;

/** What is shown of an account: never a key. */
export const ChannelAccount = z
  .strictObject({
    wallet_id: Id,
    channel: PaymentChannel,
    app_id: z.string(),
    mch_id: z.string().nullable().describe("At WeChat Pay"),
    fee_bps: FeeBps,
    updated_at: Time,
  })
  .meta({ id: "ChannelAccount" });
export type ChannelAccount = z.infer<typeof ChannelAccount>;
