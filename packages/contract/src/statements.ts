import { z } from "zod";
import { PaymentChannel, queryErrors } from "./channel.ts";
import { Id, Time, WalletId } from "./fields.ts";
import { Day } from "./moments.ts";
import { Balance } from "./money.ts";
import type { Operation } from "./operation.ts";
import { PageQuery, page } from "./page.ts";
import { walletPathErrors } from "./wallet-list.ts";

/** A movement in a channel's books; payments are those of charges and of recharges. */
export const StatementKind = z
  .enum(["payment", "refund", "transfer", "red_envelope"])
  .meta({ id: "StatementKind" });
export type StatementKind = z.infer<typeof StatementKind>;

/** How the channel's record and ours differ. */
export const StatementDifference = z
  .enum([
    "none",
    "missing_here",
    "missing_at_channel",
    "repeated_at_channel",
    "currency_differs",
    "amount_differs",
  ])
  .meta({ id: "StatementDifference" });
export type StatementDifference = z.infer<typeof StatementDifference>;

/** One movement, as the channel has it and as we have it. */
export const StatementEntry = z
  .strictObject({
    kind: StatementKind,
    id: Id.nullable().describe("Of the charge, recharge, refund …; null when it is none of ours"),
    no: z.string().describe("The number under which the channel has it"),
    transaction_id: z.string().nullable().describe("The channel's own number"),
    amount: Balance.nullable().describe(
      "What we have booked, in minor units; null when nothing is, or only for an earlier record",
    ),
    channel_amount: Balance.nullable().describe("What the channel has, in minor units"),
    currency: z.string().describe("The channel's; ours where the channel has no record"),
    occurred_at: Time.nullable().describe("When the channel says that it happened"),
    booked_at: Time.nullable().describe("When we booked it"),
    difference: StatementDifference,
  })
  .meta({ id: "StatementEntry" });
export type StatementEntry = z.infer<typeof StatementEntry>;

export const statements = {
  list: {
    method: "GET",
    path: "/v1/statements/list/{wallet_id}",
    summary: "Compare a day of a channel's own records with ours",
    description:
      "`wallet_id` is the merchant wallet. First what the channel has of the day, then what we " +
      "booked on it and the channel does not have; each is matched by its number, on whichever " +
      "day the other side has it. The channel is asked when a day is first read, and again until " +
      "its records are complete, which they are at 10:00 (UTC+8) of the next day.",
    params: z.strictObject({ wallet_id: WalletId }),
    query: PageQuery.extend({
      channel: z.enum(PaymentChannel.options),
      date: Day.meta({
        description: "A day in UTC+8, as the channels count; one that has begun",
        examples: ["2026-11-24"],
      }),
    }),
    output: page(StatementEntry).meta({ id: "StatementPage" }),
    errors: [...walletPathErrors, "param_error", "channel_not_configured", ...queryErrors],
  },
} as const satisfies Record<string, Operation>;
