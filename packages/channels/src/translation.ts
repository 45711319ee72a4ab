import type { Channel } from "@purse/core";

/** A call of the channel port that money or its state hangs on. */
export type ChannelOperation = Exclude<keyof Channel, "verifyNotification">;

type Answer<Op extends ChannelOperation> = Awaited<ReturnType<Channel[Op]>>;
type KeyOf<Op extends ChannelOperation, State extends string> = Extract<
  Answer<Op>,
  { readonly state: State; readonly key: unknown }
>["key"];

/** What a row makes of a channel's answer to an operation. */
export type Row<Op extends ChannelOperation> = Words &
  (
    | { readonly outcome: "refused"; readonly key: KeyOf<Op, "refused"> }
    | { readonly outcome: "unknown"; readonly key: KeyOf<Op, "unknown"> }
  );

/**
 * One row of a channel's translation table: what the channel answers to an operation, and what we
 * make of it. A key that the operation's outcome cannot carry does not compile. The retry class is
 * the registry's, of the key.
 */
export type Translation = {
  [Op in ChannelOperation]: Row<Op> & { readonly operation: Op };
}[ChannelOperation];

interface Words {
  /** The channel's code, the most specific that it gives (a sub-code before its code). */
  readonly code: string;
  /** Whether the channel's own text is passed on, as the detail. */
  readonly tells?: true;
  /** Whether it goes on under the same number once the payer has acted. */
  readonly waits?: true;
  /** Where the channel's documentation says so. */
  readonly source: string;
}

/** The row for what a channel said to an operation; undefined when no row knows it. */
export function rowOf<Op extends ChannelOperation>(
  table: readonly Translation[],
  operation: Op,
  code: string,
): Row<Op> | undefined {
  return table.find(
    (row): row is Translation & Row<Op> => row.operation === operation && row.code === code,
  );
}

/** An outcome that is not the success of its operation. */
export type Failing<Op extends ChannelOperation> =
  | {
      readonly state: "refused";
      readonly key: KeyOf<Op, "refused">;
      readonly detail?: string;
    }
  | {
      readonly state: "unknown";
      readonly key: KeyOf<Op, "unknown">;
      readonly detail?: string;
    };

/** The outcome that a row stands for, with the channel's text where the row passes it on. */
export function failing<Op extends ChannelOperation>(row: Row<Op>, text: string): Failing<Op> {
  const told = row.tells && text !== "" ? { detail: text } : {};
  return row.outcome === "refused"
    ? { state: "refused", key: row.key, ...told }
    : { state: "unknown", key: row.key, ...told };
}
