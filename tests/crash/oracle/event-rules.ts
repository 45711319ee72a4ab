import type { LoadedMerchant } from "../load/merchant.ts";
import type { WebhookReceiver } from "../world/receiver.ts";
import type { Query, Violation } from "./violation.ts";

// What merchants hear of: every change once, in its order.

interface EventRow {
  readonly id: string;
  readonly resource_id: string;
  readonly resource: string;
  readonly type: string;
}

const nouns = `
  select 'charge' as resource, id, status, merchant_id from charges
  union all select 'recharge', id, status, merchant_id from recharges
  union all select 'refund', id, status, merchant_id from refunds
  union all select 'transfer', id, status, merchant_id from transfers
  union all select 'red_envelope', id, status, merchant_id from red_envelopes
  union all select 'withdrawal', id, status, merchant_id from withdrawals`;

/** Each change of a state has one event, the last one tells of the state that is. */
export async function checkEvents(
  query: Query,
  merchantIds: readonly string[],
): Promise<Violation[]> {
  const events: EventRow[] = await query(
    `select id, resource, resource_id, type from events where merchant_id = any($1)
      order by wallet_id, position`,
    [merchantIds],
  );
  const steps = await query(
    "select noun || ' ' || from_state || ' ' || to_state as step from state_steps",
    [],
  );
  const allowed = new Set<string>(steps.map(({ step }) => step));
  const things = await query(`select * from (${nouns}) as things where merchant_id = any($1)`, [
    merchantIds,
  ]);
  const byThing = Map.groupBy(events, ({ resource_id }) => resource_id);
  const found: Violation[] = [];
  for (const { id, resource, status } of things) {
    const states = (byThing.get(id) ?? []).map(({ type }) => type.slice(type.indexOf(".") + 1));
    const subject = `${id} is ${status}: ${states.join(", ")}`;
    if (states.at(-1) !== status)
      found.push({ rule: "the last event tells of the state", subject });
    const odd = states.some((state, index) => {
      const before = states[index - 1];
      if (before === undefined) return false;
      // Each further refund of a part tells of the charge again.
      if (before === state) return state !== "partly_refunded";
      return !allowed.has(`${resource}s ${before} ${state}`);
    });
    if (odd) found.push({ rule: "a change has one event, and events follow each other", subject });
  }
  const unsent = await query(
    `select event.id from events event join webhook_endpoints endpoint
        on endpoint.merchant_id = event.merchant_id and endpoint.created_at < event.created_at
      where event.merchant_id = any($1) and (select count(*) from webhook_deliveries delivery
        where delivery.event_id = event.id and delivery.endpoint_id = endpoint.id) <> 1`,
    [merchantIds],
  );
  found.push(
    ...unsent.map(({ id }) => ({ rule: "an event has one delivery an endpoint", subject: id })),
  );
  return found;
}

/** What a receiver has taken so far came in the order of each thing's events, and was signed. */
export async function checkDeliveries(
  query: Query,
  merchants: readonly LoadedMerchant[],
  receiver: WebhookReceiver,
  /** Whether the time for delivering is over. */
  isOver: boolean,
): Promise<Violation[]> {
  const found: Violation[] = receiver.forged.map((subject) => ({
    rule: "a webhook is signed",
    subject,
  }));
  for (const { merchantId, keyId } of merchants) {
    const events: EventRow[] = await query(
      `select id, resource_id from events where merchant_id = $1 order by wallet_id, position`,
      [merchantId],
    );
    const received = receiver.received.get(keyId) ?? [];
    const first = new Map<string, number>();
    for (const [index, { event_id }] of received.entries()) {
      if (!first.has(event_id)) first.set(event_id, index);
    }
    for (const [thing, its] of Map.groupBy(events, ({ resource_id }) => resource_id)) {
      let last = -1;
      for (const { id } of its) {
        const at = first.get(id);
        if (at === undefined) {
          if (isOver) found.push({ rule: "an event is delivered", subject: `${thing} ${id}` });
          last = Number.POSITIVE_INFINITY;
        } else if (at < last) {
          found.push({ rule: "events of a thing come in their order", subject: `${thing} ${id}` });
        } else last = at;
      }
    }
    const known = new Set(events.map(({ id }) => id));
    for (const { event_id } of received) {
      if (!known.has(event_id))
        found.push({ rule: "a webhook tells what happened", subject: event_id });
    }
  }
  return found;
}
