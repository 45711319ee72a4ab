import { z } from "zod";
import { ChargeStatus } from "./charges.ts";
import { bodyWalletId, Id, id, ShortText, Time } from "./fields.ts";
import type { Operation } from "./operation.ts";
import { RechargeStatus } from "./recharges.ts";
import { RedEnvelopeStatus } from "./red-envelopes.ts";
import { RefundStatus } from "./refunds.ts";
import { TransferStatus } from "./transfers.ts";
import { walletListByState } from "./wallet-list.ts";
import { WithdrawalStatus } from "./withdrawals.ts";

/** What an event can be called: a resource and the status that it has come to. */
export const EventType = z
  .enum([
    ...ChargeStatus.options.map((status) => `charge.${status}` as const),
    ...RechargeStatus.options.map((status) => `recharge.${status}` as const),
    ...RefundStatus.options.map((status) => `refund.${status}` as const),
    ...TransferStatus.options.map((status) => `transfer.${status}` as const),
    ...RedEnvelopeStatus.options.map((status) => `red_envelope.${status}` as const),
    ...WithdrawalStatus.options.map((status) => `withdrawal.${status}` as const),
  ])
  .meta({ id: "EventType" });
export type EventType = z.infer<typeof EventType>;

export const WebhookEndpointStatus = z
  .enum(["active", "disabled"])
  .meta({ id: "WebhookEndpointStatus" });
export type WebhookEndpointStatus = z.infer<typeof WebhookEndpointStatus>;

/** Who disabled an endpoint: its merchant, its answer 410, or 24 hours without success. */
export const DisabledReason = z
  .enum(["requested", "gone", "gave_up"])
  .meta({ id: "WebhookEndpointDisabledReason" });
export type DisabledReason = z.infer<typeof DisabledReason>;

const maxUrlLength = 2048;

/** Scheme, host and port without credentials, path and query without a fragment (RFC 3986). */
const asciiUrl =
  /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[A-Za-z0-9._:[\]-]+(?:[/?][A-Za-z0-9._~:/?[\]@!$&'()*+,;=%-]*)?$/;

/** Where events go to; which hosts are refused is not the schema's to say. */
const WebhookUrl = z
  .url({ protocol: /^https?$/, error: "expected an https:// URL", abort: true })
  .regex(asciiUrl, { error: "expected a URL in ASCII, without credentials or fragment" })
  .max(maxUrlLength, { error: `expected at most ${maxUrlLength} characters` });

export const WebhookEndpoint = z
  .strictObject({
    id: Id.meta({ examples: ["whe_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    wallet_id: Id.describe("The merchant wallet"),
    url: z.string(),
    event_types: z.array(EventType).nullable().describe("What is sent; null is everything"),
    description: z.string().nullable(),
    status: WebhookEndpointStatus,
    disabled_reason: DisabledReason.nullable(),
    disabled_at: Time.nullable(),
    created_at: Time,
  })
  .meta({ id: "WebhookEndpoint" });
export type WebhookEndpoint = z.infer<typeof WebhookEndpoint>;

/** An endpoint with its secret, which is shown in the answer that makes it and never again. */
export const WebhookEndpointWithSecret = WebhookEndpoint.extend({
  secret: z
    .string()
    .describe("Signs every delivery as Standard Webhooks say: `whsec_`, then base64 of 32 bytes")
    .meta({ examples: ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo="] }),
}).meta({ id: "WebhookEndpointWithSecret" });
export type WebhookEndpointWithSecret = z.infer<typeof WebhookEndpointWithSecret>;

export const WebhookEndpointRequest = z
  .strictObject({
    wallet_id: bodyWalletId("the merchant wallet"),
    url: WebhookUrl.describe("https, at a public address; test keys may use http as well"),
    event_types: z
      .array(EventType)
      .min(1, { error: "expected at least one event type" })
      .refine((types) => new Set(types).size === types.length, {
        error: "expected each event type once",
      })
      .meta({ uniqueItems: true })
      .optional()
      .describe("What to send; everything when left out"),
    description: ShortText.optional(),
  })
  .meta({ id: "WebhookEndpointRequest" });
export type WebhookEndpointRequest = z.output<typeof WebhookEndpointRequest>;

const params = z.strictObject({ id: id("whe", "a webhook endpoint") });

export const webhookEndpoints = {
  create: {
    method: "POST",
    path: "/v1/webhook-endpoints",
    summary: "Have events sent to a URL",
    description:
      "Every event of all of the merchant's wallets is sent, at least once, until the URL answers 2xx within 15 s; the events of one resource in their order. Later and later for 24 h; then, or at the answer 410, the endpoint is disabled.",
    body: WebhookEndpointRequest,
    output: WebhookEndpointWithSecret,
    errors: [
      "param_error",
      "request_body_walletid_not_exist",
      "api_key_wallet_mismatching",
      "wallet_not_under_api_key",
    ],
  },
  get: {
    method: "GET",
    path: "/v1/webhook-endpoints/{id}",
    summary: "Read a webhook endpoint",
    params,
    output: WebhookEndpoint,
    errors: ["resource_not_exist"],
  },
  rotateSecret: {
    method: "POST",
    path: "/v1/webhook-endpoints/{id}/rotate-secret",
    summary: "Give a webhook endpoint a new secret",
    description: "For 24 h deliveries bear the old secret's signature as well.",
    params,
    output: WebhookEndpointWithSecret,
    errors: ["resource_not_exist"],
  },
  disable: {
    method: "POST",
    path: "/v1/webhook-endpoints/{id}/disable",
    summary: "Send nothing more to a webhook endpoint",
    description: "What is still to be delivered is given up. Repeating does no harm.",
    params,
    output: WebhookEndpoint,
    errors: ["resource_not_exist"],
  },
  enable: {
    method: "POST",
    path: "/v1/webhook-endpoints/{id}/enable",
    summary: "Send events to a webhook endpoint again",
    description: "Those from now on; GET /v1/events/list/{wallet_id} has those in between.",
    params,
    output: WebhookEndpoint,
    errors: ["resource_not_exist"],
  },
  list: walletListByState(
    "/v1/webhook-endpoints/list/{wallet_id}",
    WebhookEndpoint,
    WebhookEndpointStatus,
    { id: "WebhookEndpointPage", summary: "List the webhook endpoints of a merchant wallet" },
  ),
} as const satisfies Record<string, Operation>;
