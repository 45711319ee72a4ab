import type { Channel } from "@purse/core";

/** A call of the channel port that money or its state hangs on. */
type ChannelOperation = Exclude<keyof Channel, "verifyNotification">;

type Answer<Op extends ChannelOperation> = Awaited<ReturnType<Channel[Op]>>;
type KeyOf<Op extends ChannelOperation, State extends string> = Extract<
  Answer<Op>,
  { readonly state: State; readonly key: unknown }
>["key"];

/**
 * One row of a channel's translation table: what the channel answers to an operation, and what we
 * make of it. A key that the operation's outcome cannot carry does not compile. The retry class is
 * the registry's, of the key.
 */
export type Translation = {
  [Op in ChannelOperation]: Words & { readonly operation: Op } & (
      | { readonly outcome: "refused"; readonly key: KeyOf<Op, "refused"> }
      | { readonly outcome: "unknown"; readonly key: KeyOf<Op, "unknown"> }
    );
}[ChannelOperation];

interface Words {
  /** The channel's code, the most specific that it gives (a sub-code before its code). */
  readonly code: string;
  /** Whether the channel's own text is passed on, as the detail. */
  readonly tells?: true;
  /** Where the channel's documentation says so. */
  readonly source: string;
}

/** The row for what a channel said to an operation; undefined when no row knows it. */
export function rowOf<Op extends ChannelOperation>(
  table: readonly Translation[],
  operation: Op,
  code: string,
): Extract<Translation, { readonly operation: Op }> | undefined {
  return table.find(
    (row): row is Extract<Translation, { readonly operation: Op }> =>
      row.operation === operation && row.code === code,
  );
}
