import { amountMax, Currency, id, Moment, ShortText } from "@purse/contract";
import {
  adjustBalance,
  type Core,
  type CreatedKey,
  createKey,
  listAudits,
  listKeys,
  listRefusedNotifications,
  listRequests,
  listWebhookDeliveries,
  redeliverWebhook,
  resolveWithdrawal,
  revokeKey,
  rotateKey,
  type StoredDelivery,
  type StoredKey,
  verifySettle,
} from "@purse/core";
import { z } from "zod";
import { dataOf } from "./failure.ts";
import { booksProcedures } from "./operator-books.ts";
import { watchProcedures } from "./operator-watch.ts";
import { procedure } from "./trpc.ts";

const NewKey = z.strictObject({
  merchant_name: ShortText,
  mode: z.enum(["test", "live"]),
  algorithm: z.enum(["ed25519", "hmac-sha256"]).optional(),
  public_key: z.string().max(1024).optional(),
  not_after: Moment.transform((time) => new Date(time)).optional(),
});
const Rotation = z.strictObject({
  key_id: id("key", "an API key"),
  public_key: z.string().max(1024).optional(),
  overlap_hours: z.int().min(0).max(720).default(24),
});
const AuditPage = z.strictObject({
  count: z.int().min(1).max(100).default(50),
  /** The id of a record: those before it. */
  before: z.int().min(1).optional(),
});
const KeyId = z.strictObject({ key_id: id("key", "an API key") });
// z.int() itself goes no further than ±amountMax.
const inRange = `expected an integer from -${amountMax} to ${amountMax}`;
/** Minor units: positive into the wallet, negative out of it. */
const Adjustment = z.strictObject({
  wallet_id: id("wal", "a wallet"),
  amount: z
    .int({ error: inRange })
    .refine((amount) => amount !== 0, { error: "expected an integer other than 0" }),
  currency: Currency.default("CNY"),
  reason: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, {
    error: "expected 1 to 200 characters without control characters",
  }),
});

const SettleId = z.strictObject({ settle_id: id("stl", "a settlement object") });
const Outcome = z.strictObject({
  withdrawal_id: id("wdr", "a withdrawal"),
  outcome: z.enum(["succeeded", "failed"]),
});

const EndpointId = id("whe", "a webhook endpoint");
const EventId = id("evt", "an event");
const Redelivery = z.strictObject({ endpoint_id: EndpointId, event_id: EventId });
const DeliveryFilter = z.strictObject({
  endpoint_id: EndpointId.optional(),
  event_id: EventId.optional(),
  status: z.enum(["pending", "delivered", "given_up"]).optional(),
  /** The number of the last delivery of the page before. */
  before: z.int().positive().optional(),
  count: z.int().min(1).max(100).default(20),
});

const RequestsWanted = z.strictObject({
  request_id: z
    .string()
    .regex(/^[\w.-]{1,128}$/)
    .optional(),
  resource_id: z
    .string()
    .regex(/^[a-z]{3}_\w{1,60}$/)
    .optional(),
  merchant_id: id("mer", "a merchant").optional(),
  key_id: id("key", "an API key").optional(),
  operation: z
    .string()
    .regex(/^[\w.]{1,64}$/)
    .optional(),
  code: z.int32().optional(),
  failed: z.boolean().optional(),
  /** The number of a request: those before it, or behind it. */
  before: z.int().positive().optional(),
  after: z.int().min(0).optional(),
  count: z.int().min(1).max(500).default(50),
});

/** What operators do beyond the API, for no merchant; every write goes into the audit log. */
export function operatorRouter(core: Core) {
  const books = booksProcedures(core);
  return {
    ...books,
    ...watchProcedures(core),
    keys: {
      create: procedure.input(NewKey).mutation(async ({ ctx, input }) => {
        return viewCreated(
          dataOf(await core.operate(ctx.actor, (scope) => createKey(scope, input))),
        );
      }),
      rotate: procedure.input(Rotation).mutation(async ({ ctx, input }) => {
        return viewCreated(
          dataOf(await core.operate(ctx.actor, (scope) => rotateKey(scope, input))),
        );
      }),
      revoke: procedure
        .input(KeyId)
        .mutation(async ({ ctx, input }) =>
          viewKey(dataOf(await core.operate(ctx.actor, (scope) => revokeKey(scope, input)))),
        ),
      list: procedure.query(async ({ ctx }) => {
        const merchants = dataOf(await core.operate(ctx.actor, listKeys));
        return merchants.map(({ keys, ...merchant }) => ({ ...merchant, keys: keys.map(viewKey) }));
      }),
    },
    audit: {
      list: procedure.input(AuditPage).query(async ({ ctx, input }) => {
        const records = dataOf(await core.operate(ctx.actor, (scope) => listAudits(scope, input)));
        return records.map(({ at, ...record }) => ({ ...record, at: at.toISOString() }));
      }),
    },
    wallets: {
      ...books.wallets,
      adjust: procedure
        .input(Adjustment)
        .mutation(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => adjustBalance(scope, input))),
        ),
    },
    settles: {
      verify: procedure.input(SettleId).mutation(async ({ ctx, input }) => {
        const verified = await core.operate(ctx.actor, (scope) => verifySettle(scope, input));
        const { id, status } = dataOf(verified);
        return { id, status };
      }),
    },
    withdrawals: {
      resolve: procedure.input(Outcome).mutation(async ({ ctx, input }) => {
        const resolved = await core.operate(ctx.actor, (scope) => resolveWithdrawal(scope, input));
        const { id, status } = dataOf(resolved);
        return { id, status };
      }),
    },
    notifications: {
      refused: procedure.query(async ({ ctx }) => {
        const refused = dataOf(await core.operate(ctx.actor, listRefusedNotifications));
        return refused.map(({ first_at, last_at, ...rest }) => ({
          ...rest,
          first_at: first_at.toISOString(),
          last_at: last_at.toISOString(),
        }));
      }),
    },
    webhooks: {
      deliveries: procedure.input(DeliveryFilter).query(async ({ ctx, input }) => {
        const found = await core.operate(ctx.actor, (scope) => listWebhookDeliveries(scope, input));
        return dataOf(found).map(viewDelivery);
      }),
      redeliver: procedure
        .input(Redelivery)
        .mutation(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => redeliverWebhook(scope, input))),
        ),
    },
    requests: {
      list: procedure.input(RequestsWanted).query(async ({ ctx, input }) => {
        const found = await core.operate(ctx.actor, (scope) => listRequests(scope, input));
        return dataOf(found).map(({ at, ...request }) => ({ ...request, at: at.toISOString() }));
      }),
    },
  };
}

function viewCreated({ key, merchant, api_key, signing_secret }: CreatedKey) {
  return { ...viewKey(key), merchant, api_key, signing_secret };
}

function viewKey({ created_at, not_after, last_used_at, revoked_at, ...key }: StoredKey) {
  return {
    ...key,
    created_at: created_at.toISOString(),
    not_after: not_after?.toISOString() ?? null,
    last_used_at: last_used_at?.toISOString() ?? null,
    revoked_at: revoked_at?.toISOString() ?? null,
  };
}

function viewDelivery({ next_at, created_at, ended_at, attempts, ...delivery }: StoredDelivery) {
  return {
    ...delivery,
    next_at: delivery.status === "pending" ? next_at.toISOString() : null,
    created_at: created_at.toISOString(),
    ended_at: ended_at?.toISOString() ?? null,
    attempts: attempts.map(({ at, ...attempt }) => ({ ...attempt, at: at.toISOString() })),
  };
}
