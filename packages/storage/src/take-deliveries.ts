import type { DueDelivery, SecretBox, StoredEvent } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { openSecrets } from "./webhook-endpoints.ts";

/** Longer than one attempt takes: behind it, whoever took the delivery is taken for dead. */
const leaseSeconds = 30;
/** What one endpoint gets at once, so that none can take everybody's turn. */
const perEndpoint = 4;

type Row = Omit<DueDelivery, "event" | "secrets"> & {
  readonly secrets_sealed: string;
  readonly event_id: string;
} & Omit<StoredEvent, "id">;

/**
 * Takes deliveries whose time has come and that no earlier one of the same resource holds up. Looks
 * at each endpoint that has any by a step in the index: the rows of one are not read for another.
 */
export async function takeDeliveries(
  db: Kysely<Schema>,
  box: SecretBox,
  count: number,
  busy: readonly string[],
): Promise<DueDelivery[]> {
  const { rows } = await sql<Row>`
    with recursive waiting as (
      (select endpoint_id from webhook_deliveries where status = 'pending'
        order by endpoint_id limit 1)
      union all
      select (select delivery.endpoint_id from webhook_deliveries delivery
        where delivery.status = 'pending' and delivery.endpoint_id > waiting.endpoint_id
        order by delivery.endpoint_id limit 1)
      from waiting where waiting.endpoint_id is not null
    ), due as (
      select turn.id from waiting
      join webhook_endpoints endpoint
        on endpoint.id = waiting.endpoint_id and endpoint.status = 'active'
      cross join lateral (
        select delivery.id, delivery.next_at from webhook_deliveries delivery
        where delivery.endpoint_id = endpoint.id and delivery.status = 'pending'
          and delivery.next_at <= now()
          and not exists (select from webhook_deliveries earlier
            where earlier.endpoint_id = endpoint.id and earlier.status = 'pending'
              and earlier.resource_id = delivery.resource_id and earlier.number < delivery.number)
        order by delivery.next_at, delivery.number limit ${perEndpoint}
        for no key update skip locked
      ) turn
      where endpoint.id <> all (${[...busy]}::text[])
      order by turn.next_at limit ${count}
    )
    update webhook_deliveries delivery
    set tries = tries + 1, next_at = now() + make_interval(secs => ${leaseSeconds})
    from due, webhook_endpoints endpoint, merchants, events event
    where delivery.id = due.id and endpoint.id = delivery.endpoint_id
      and merchants.id = delivery.merchant_id and event.id = delivery.event_id
    returning delivery.id, delivery.merchant_id, merchants.mode, delivery.endpoint_id,
      delivery.tries, endpoint.url, endpoint.secrets_sealed, event.id as event_id,
      event.wallet_id, event.type, event.resource, event.resource_id, event.data,
      event.created_at, event.request_id`.execute(db);
  return rows.map((row) => opened(box, row));
}

function opened(box: SecretBox, row: Row): DueDelivery {
  const { id, merchant_id, mode, endpoint_id, tries, url, secrets_sealed, event_id, ...event } =
    row;
  const secrets = openSecrets(box, endpoint_id, secrets_sealed);
  const taken = { id, merchant_id, mode, endpoint_id, tries, url, secrets };
  return { ...taken, event: { ...event, id: event_id } };
}
