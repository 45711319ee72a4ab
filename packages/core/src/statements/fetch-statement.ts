import type { StatementKind } from "@purse/contract";
import type { OpenChannel } from "../channels/access.ts";
import type { ChannelEntry, StatementOutcome } from "../channels/channel.ts";
import { idOfChannelNo } from "../channels/channel-no.ts";
import type { Fail } from "../ports.ts";
import type { NewStatement, StatementDay } from "../stored.ts";

type FetchErrors = Extract<StatementOutcome, { key: unknown }>["key"];
interface FetchScope {
  readonly fail: Fail<FetchErrors>;
  readonly now: () => Date;
}

const prefixes: Readonly<Record<StatementKind, readonly string[]>> = {
  payment: ["chg", "rch"],
  refund: ["ref"],
  transfer: ["trf"],
  red_envelope: ["red"],
};

/**
 * Asks the channel for a day of its records, and, where ours of the day may be among them, for
 * the day before: what happened there before midnight may have been booked here behind it.
 */
export async function fetchStatement(
  scope: FetchScope,
  { channel, access }: OpenChannel,
  day: StatementDay,
  before: StatementDay | undefined,
): Promise<NewStatement> {
  const fetched_at = scope.now();
  const outcome = await channel.statement(access, day.date);
  if (outcome.state !== "succeeded") throw scope.fail(outcome.key, outcome.detail);
  const entries = outcome.entries.map((entry) => {
    refuseImpossible(scope, entry);
    return { ...entry, ids: idsOf(entry) };
  });
  const byTime = entries.toSorted((a, b) => a.occurred_at.getTime() - b.occurred_at.getTime());
  if (before === undefined) return { fetched_at, entries: byTime, elsewhere: [] };
  const earlier = await channel.statement(access, before.date);
  if (earlier.state === "unknown") throw scope.fail(earlier.key, earlier.detail);
  // Refused: the channel has no records of that day, so that nothing of ours is among them.
  const elsewhere = earlier.state === "succeeded" ? earlier.entries.flatMap(idsOf) : [];
  return { fetched_at, entries: byTime, elsewhere };
}

/** The ids that the number may stand for: a payment's is a charge's or a recharge's. */
function idsOf({ kind, no }: ChannelEntry): readonly string[] {
  return prefixes[kind].flatMap((prefix) => idOfChannelNo(prefix, no) ?? []);
}

function refuseImpossible({ fail }: FetchScope, { kind, no, amount, occurred_at }: ChannelEntry) {
  const possible = Number.isSafeInteger(amount) && amount >= 0;
  if (!possible || Number.isNaN(occurred_at.getTime())) {
    throw fail("channel_parse_error", `${kind} ${no}: ${amount} at ${occurred_at.getTime()}`);
  }
}
