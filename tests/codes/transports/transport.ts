import type { OperationCall } from "@purse/scenarios";
import type { TestPurse } from "../../harness/purse.ts";

/** What came back, in the words of any transport. */
export interface Answer {
  readonly status: number;
  readonly code: number;
  /** The envelope's message, or what stands in its place. */
  readonly message: string;
  readonly data: unknown;
  readonly headers: Headers;
  /** What the transport itself promises of an error beyond that; throws where it does not hold. */
  readonly check: () => void;
  /** As it went over the wire. */
  readonly exchange: Exchange;
}

export interface Exchange {
  readonly request: string;
  readonly answer: string;
}

/** A way to call a Purse. */
export interface Connection {
  readonly call: (call: OperationCall) => Promise<Answer>;
  readonly close: () => Promise<void>;
}

export interface Transport {
  readonly name: string;
  readonly connect: (purse: TestPurse, options: { timeLimitMs?: number }) => Promise<Connection>;
}
