import type { Channel, Outcome } from "@purse/core";
import type { ChannelCall, ChannelSettings } from "./settings.ts";

export type AnyOutcome = Pick<Outcome<object, object, never, never>, "state">;

/** What a call leaves for the log besides its outcome. */
interface Words {
  /** The channel's own words. */
  readonly said: string | null;
  readonly isUnforeseen: boolean;
}

type Called = Pick<ChannelCall, "channel" | "operation" | "no">;

/** Does a call in the session that it opens, if one can be opened, and has it heard of. */
export async function callHeard<
  Session extends Words,
  Answer extends AnyOutcome,
  Denied extends AnyOutcome,
>(
  { onCall }: Pick<ChannelSettings, "onCall">,
  called: Called,
  opened: Session | { readonly denied: Denied },
  work: (session: Session) => Promise<Answer>,
): Promise<Answer | Denied> {
  const started = performance.now();
  if ("denied" in opened) {
    onCall(heard(called, started, opened.denied));
    return opened.denied;
  }
  const outcome = await work(opened);
  onCall(heard(called, started, outcome, opened));
  return outcome;
}

/** The same of a notification, whose number is known once it is verified. */
export async function noticeHeard<
  Verified extends AnyOutcome & { readonly subject?: { readonly no: string } },
>(
  { onCall }: Pick<ChannelSettings, "onCall">,
  channel: ChannelCall["channel"],
  verify: () => Promise<Verified>,
): Promise<Verified> {
  const started = performance.now();
  const outcome = await verify();
  const operation: keyof Channel = "verifyNotification";
  onCall(heard({ channel, operation, no: outcome.subject?.no ?? "" }, started, outcome));
  return outcome;
}

function heard(
  called: Called,
  started: number,
  outcome: AnyOutcome,
  { said, isUnforeseen }: Words = { said: null, isUnforeseen: false },
): ChannelCall {
  const key: unknown = Reflect.get(outcome, "key");
  return {
    ...called,
    outcome: outcome.state,
    key: typeof key === "string" ? key : null,
    said,
    is_unforeseen: isUnforeseen,
    duration_ms: Math.round(performance.now() - started),
  };
}
