import type { Currency } from "@purse/contract";
import type { History } from "../operator-views.ts";
import { codeOf } from "./browse-movements.ts";

/** One thing that happened to an object, by who told of it. Times are RFC 3339. */
export type Moment = { readonly at: string } & (
  | {
      readonly kind: "request";
      readonly request_id: string;
      readonly method: string;
      readonly operation: string | null;
      readonly about: string | null;
      readonly status: number | null;
      readonly code: number | null;
      readonly duration_ms: number;
    }
  | {
      readonly kind: "call";
      readonly request_id: string | null;
      readonly channel: string;
      readonly operation: string;
      readonly about: string | null;
      readonly outcome: string;
      readonly code: number | null;
      readonly key: string | null;
      readonly said: string | null;
      readonly duration_ms: number;
    }
  | {
      readonly kind: "notification";
      readonly channel: string;
      readonly about: string | null;
      readonly verdict: string;
      readonly code: number | null;
      readonly times: number;
      readonly last_at: string;
    }
  | {
      readonly kind: "entry";
      readonly about: string;
      readonly entry: string;
      readonly postings: readonly {
        /** A wallet, or the role of one of the merchant's own accounts. */
        readonly account: string;
        readonly amount: number;
        readonly currency: Currency;
      }[];
    }
  | {
      readonly kind: "hold";
      readonly about: string;
      readonly state: "pending" | "captured" | "released";
      readonly amount: number;
      readonly currency: Currency;
    }
  | {
      readonly kind: "event";
      readonly about: string;
      readonly event_id: string;
      readonly type: string;
    }
  | {
      readonly kind: "delivery";
      readonly event_id: string;
      readonly endpoint_id: string;
      readonly type: string;
      readonly status: number | null;
      readonly error: string | null;
      readonly duration_ms: number;
    }
);

/** A history on one time line; `ids` are the objects that channels know by a number. */
export function momentsOf(history: History, ids: ReadonlyMap<string, string>): readonly Moment[] {
  const moments: Moment[] = [
    ...requestMoments(history),
    ...channelMoments(history, ids),
    ...entryMoments(history),
    ...holdMoments(history),
    ...eventMoments(history),
  ];
  return moments.toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0));
}

function requestMoments({ requests }: History): Moment[] {
  return requests.map(
    ({ at, resource_id, request_id, method, operation, status, code, duration_ms }) => ({
      kind: "request",
      at: at.toISOString(),
      about: resource_id,
      request_id,
      method,
      operation,
      status,
      code,
      duration_ms,
    }),
  );
}

function channelMoments(
  { calls, notifications }: History,
  ids: ReadonlyMap<string, string>,
): Moment[] {
  return [
    ...calls.map(
      ({ at, no, number: _, is_unforeseen: __, ...call }): Moment => ({
        ...call,
        kind: "call",
        at: at.toISOString(),
        about: ids.get(no) ?? null,
        code: codeOf(call.key),
      }),
    ),
    ...notifications.map(
      ({ channel, no, verdict, times, first_at, last_at }): Moment => ({
        kind: "notification",
        at: first_at.toISOString(),
        channel,
        about: ids.get(no) ?? null,
        verdict,
        code: codeOf(verdict),
        times,
        last_at: last_at.toISOString(),
      }),
    ),
  ];
}

function entryMoments({ postings }: History): Moment[] {
  const entries = Map.groupBy(postings, ({ entry_id }) => entry_id);
  return [...entries.values()].flatMap((lines) => {
    const [first] = lines;
    if (first === undefined) return [];
    const { at, kind: entry, reference: about } = first;
    const accounts = lines.map(({ wallet_id, role, amount, currency }) => ({
      account: wallet_id ?? role,
      amount,
      currency,
    }));
    return [{ kind: "entry", at: at.toISOString(), about, entry, postings: accounts }];
  });
}

/** Money set aside, and what became of it. */
function holdMoments({ holds }: History): Moment[] {
  return holds.flatMap(({ reference: about, amount, currency, state, created_at, ended_at }) => {
    const hold = { kind: "hold", about, amount, currency } as const;
    const begun: Moment = { ...hold, at: created_at.toISOString(), state: "pending" };
    return ended_at === null ? [begun] : [begun, { ...hold, at: ended_at.toISOString(), state }];
  });
}

function eventMoments({ events, attempts }: History): Moment[] {
  return [
    ...events.map(
      ({ id, type, resource_id, created_at }): Moment => ({
        kind: "event",
        at: created_at.toISOString(),
        about: resource_id,
        event_id: id,
        type,
      }),
    ),
    ...attempts.map(
      ({ at, event_id, event_type, endpoint_id, status, error, duration_ms }): Moment => ({
        kind: "delivery",
        at: at.toISOString(),
        event_id,
        endpoint_id,
        type: event_type,
        status,
        error,
        duration_ms,
      }),
    ),
  ];
}
