import { z } from "zod";
import { PaymentChannel, troubleErrors } from "./channel.ts";
import { WalletId } from "./fields.ts";
import type { Operation } from "./operation.ts";

/** The answer that a channel takes for "received", which its own protocol fixes. */
export const Acknowledgement = z
  .strictObject({ content_type: z.string(), body: z.string() })
  .meta({ id: "Acknowledgement" });
export type Acknowledgement = z.infer<typeof Acknowledgement>;

const params = z.strictObject({ channel: PaymentChannel, wallet_id: WalletId });

export const notifications = {
  receive: {
    method: "POST",
    path: "/v1/notify/{channel}/{wallet_id}",
    summary: "Take a payment channel's notification",
    description:
      "Called by the channel, under the URL that its orders carry, and verified by the channel's " +
      "signature. Whatever is refused changes nothing; the channel sends it again.",
    params,
    body: z.strictObject({
      headers: z.record(z.string(), z.string()).describe("Their names in lower case"),
      body: z.string().describe("The notification, to the byte"),
    }),
    output: Acknowledgement,
    errors: [
      "wallet_not_exist",
      "channel_not_configured",
      ...troubleErrors,
      "channel_notify_id_error",
      "charge_unexpected_status",
      "charge_closed",
      "refund_unexpected_status",
    ],
    unsigned: true,
    raw: true,
  },
} as const satisfies Record<string, Operation>;
