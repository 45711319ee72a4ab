import type { Random } from "../random.ts";
import type { World } from "../world/world.ts";
import { type LoadedMerchant, operatorOf } from "./merchant.ts";

// Payers, receivers and staff: who brings to an end what waits for a person.

/** Pays, receives, confirms or takes back whatever of these merchants' the channels have open. */
export async function settleAtChannels(
  { channels }: World,
  merchants: readonly LoadedMerchant[],
  random: Random,
): Promise<number> {
  const books = channels.booksOf(merchants.flatMap(({ channelIds }) => channelIds));
  let moved = 0;
  const move = async (path: string, body: object) => {
    // What was moved meanwhile by somebody else, a fault or the clock, is no trouble.
    await channels.admin("POST", path, body).then(
      () => moved++,
      () => {},
    );
  };
  for (const { no, state } of books.payments) {
    if (state !== "open") continue;
    if (random.chance(0.8)) await move(`/payments/${no}/pay`, {});
    else await move(`/payments/${no}/close`, {});
  }
  for (const { no, state } of books.refunds) {
    if (state !== "processing") continue;
    await move(`/refunds/${no}`, { state: random.pick(["succeeded", "failed"]) });
  }
  for (const { no, state } of books.transfers) {
    if (state !== "waiting" && state !== "processing") continue;
    await move(`/transfers/${no}`, { state: random.pick(["succeeded", "failed"]), reason: null });
  }
  for (const { no, state } of books.red_envelopes) {
    const next = { processing: "sent", sent: random.pick(["received", "returned"]) }[state];
    if (next !== undefined) await move(`/red-envelopes/${no}`, { state: next, reason: null });
  }
  return moved;
}

/** The operator says of each open withdrawal how its payout ended. */
export async function resolveWithdrawals(
  { cluster, database, sites }: World,
  merchants: readonly LoadedMerchant[],
  random: Random,
): Promise<void> {
  const ids = merchants.map(({ merchantId }) => merchantId);
  const { rows } = await cluster.query(
    database,
    "select id from withdrawals where status = 'pending' and merchant_id = any($1) order by id",
    [ids],
  );
  for (const { id: withdrawal_id } of rows) {
    const { operator } = operatorOf(random.pick(sites).replica.gatewayUrl);
    const outcome = random.pick(["succeeded", "failed"] as const);
    // What is not heard of is asked for again the next time, with whatever outcome.
    await operator.withdrawals.resolve.mutate({ withdrawal_id, outcome }).catch(() => {});
  }
}
