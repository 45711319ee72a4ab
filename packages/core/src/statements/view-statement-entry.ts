import type { StatementDifference, StatementEntry } from "@purse/contract";
import { channelNo } from "../channels/channel-no.ts";
import type { StoredStatementEntry } from "../stored.ts";

/** A movement as the API shows it, with what differs. */
export function viewStatementEntry(entry: StoredStatementEntry): StatementEntry {
  const { kind, id, there } = entry;
  // What we have is counted beside the first record alone, so that sums over a list are right.
  const here = entry.repeated ? null : entry.here;
  return {
    kind,
    id,
    ...numberOf(entry),
    transaction_id: there?.transaction_id ?? null,
    amount: here?.amount ?? null,
    channel_amount: there?.amount ?? null,
    occurred_at: there?.occurred_at.toISOString() ?? null,
    booked_at: here?.booked_at.toISOString() ?? null,
    difference: differenceOf(entry),
  };
}

function numberOf({ id, there, here }: StoredStatementEntry) {
  if (there !== null) return { no: there.no, currency: there.currency };
  if (id === null || here === null) throw new Error("a statement entry of neither side");
  return { no: channelNo(id), currency: here.currency };
}

function differenceOf({ there, here, repeated }: StoredStatementEntry): StatementDifference {
  if (there === null) return "missing_at_channel";
  if (repeated) return "repeated_at_channel";
  if (here === null) return "missing_here";
  if (there.currency !== here.currency) return "currency_differs";
  return there.amount === here.amount ? "none" : "amount_differs";
}
