import { setTimeout as sleep } from "node:timers/promises";
import { channelNo } from "@purse/core";
import { mayStayOpen } from "./load/amounts.ts";
import type { Client } from "./load/client.ts";
import type { Entry } from "./load/journal.ts";
import { type LoadedMerchant, operatorOf } from "./load/merchant.ts";
import { resolveWithdrawals, settleAtChannels } from "./load/people.ts";
import type { Random } from "./random.ts";
import type { World } from "./world/world.ts";

const nouns = {
  charges: "charges",
  recharges: "recharges",
  refunds: "refunds",
  transfers: "transfers",
  red_envelopes: "red-envelopes",
} as const;

const open = `
  select 'charges' as noun, id, merchant_id, amount, expires_at from charges
    where status in ('created', 'waiting')
  union all select 'recharges', id, merchant_id, amount, expires_at from recharges
    where status in ('created', 'waiting')
  union all select 'refunds', id, merchant_id, amount, null from refunds
    where status in ('pending', 'wait_operation')
  union all select 'transfers', id, merchant_id, amount, null from transfers
    where status in ('pending', 'wait_operation')
  union all select 'red_envelopes', id, merchant_id, amount, null from red_envelopes
    where status in ('pending', 'sent')
  union all select 'withdrawals', id, merchant_id, amount, null from withdrawals
    where status = 'pending'`;
async function openThings(
  { cluster, database, channels }: World,
  merchants: readonly LoadedMerchant[],
  where: string,
): Promise<OpenThing[]> {
  const ids = merchants.map(({ merchantId }) => merchantId);
  const sql = `select noun, id, merchant_id, amount::float8 as amount from (${open}) as open
    where merchant_id = any($1) and (${where}) order by id`;
  const { rows } = await cluster.query(database, sql, [ids]);
  const books = channels.booksOf(merchants.flatMap(({ channelIds }) => channelIds));
  const { payments, refunds, transfers, red_envelopes } = books;
  const known = [payments, refunds, transfers, red_envelopes].flat().map(({ no }) => no);
  const there = new Set(known);
  return rows.filter(({ id, amount }) => !mayStayOpen(amount, there.has(channelNo(id))));
}

interface OpenThing {
  readonly noun: string;
  readonly id: string;
  readonly merchant_id: string;
}

/** People do what waits for them, and clients ask for whatever they do not know the end of. */
export async function settle(
  world: World,
  merchants: readonly LoadedMerchant[],
  client: Client,
  entries: readonly Entry[],
  random: Random,
): Promise<void> {
  const unknown = entries.filter(({ answer }) => answer === undefined);
  for (const { intent } of unknown) {
    const { merchant, path, body, idempotencyKey } = intent;
    await client.send(merchants[merchant]!.holder, "POST", path, body, idempotencyKey);
  }
  for (let turn = 0; turn < 3; turn++) {
    await settleAtChannels(world, merchants, random);
    await resolveWithdrawals(world, merchants, random);
    const things = await openThings(world, merchants, "noun <> 'withdrawals'");
    if (things.length === 0) return;
    for (const { noun, id, merchant_id } of things) {
      const merchant = merchants.find(({ merchantId }) => merchantId === merchant_id)!;
      const path = nouns[noun as keyof typeof nouns];
      await client.send(merchant.holder, "GET", `/v1/${path}/${id}`);
    }
  }
}

/** Waits until nothing is open whose end can be known; workers do it, and nobody asks them to. */
export async function settleAll(
  world: World,
  merchants: readonly LoadedMerchant[],
  random: Random,
  limitMs: number,
): Promise<number> {
  const since = performance.now();
  for (;;) {
    await settleAtChannels(world, merchants, random);
    await resolveWithdrawals(world, merchants, random);
    const things = await openThings(world, merchants, "expires_at is null or expires_at < now()");
    const waiting = await undelivered(world, merchants);
    if (things.length === 0 && waiting.length === 0) break;
    const passed = performance.now() - since;
    if (passed > limitMs) break;
    // What failed more than once waits for minutes: an operator has it sent now.
    if (passed > 20_000) await sendAnew(world, waiting);
    await sleep(1000);
  }
  return performance.now() - since;
}

async function undelivered({ cluster, database }: World, merchants: readonly LoadedMerchant[]) {
  const ids = merchants.map(({ merchantId }) => merchantId);
  const sql = `select endpoint_id, event_id, tries from webhook_deliveries
    where status = 'pending' and merchant_id = any($1) order by number limit 500`;
  return (await cluster.query(database, sql, [ids])).rows;
}

async function sendAnew(
  { sites }: World,
  waiting: Awaited<ReturnType<typeof undelivered>>,
): Promise<void> {
  const { operator } = operatorOf(sites[0]!.replica.gatewayUrl);
  for (const { endpoint_id, event_id, tries } of waiting) {
    if (tries > 1) await operator.webhooks.redeliver.mutate({ endpoint_id, event_id });
  }
}
