import { IncomingMessage, type RequestListener } from "node:http";
import type { CallNotes } from "./calls.ts";
import type { Drain } from "./listen.ts";

/** A request and what is noted of it until its answer is through. */
export interface Exchange {
  readonly requestId: string;
  readonly calls: CallNotes[];
  /** What was answered, once something was. */
  code: number | null;
  readonly drain: Drain;
  /** Refused for the load, at the door: it is counted, and nobody is told of it. */
  isTurnedAway: boolean;
  /** Called once the answer is through, or its connection gone. */
  readonly endings: (() => void)[];
}

/** A request as our listeners receive it. */
export class ObservedRequest extends IncomingMessage {
  exchange: Exchange | undefined;
}

export type ObservedListener = RequestListener<typeof ObservedRequest>;

/** The exchange that a listener has opened with this request. */
export function exchangeOf(request: IncomingMessage): Exchange {
  const exchange = request instanceof ObservedRequest ? request.exchange : undefined;
  if (exchange === undefined) throw new Error("the request came by no listener of ours");
  return exchange;
}
