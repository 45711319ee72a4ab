import type { ErrorKey } from "@purse/contract";
import type { Fields } from "./http-request.ts";
import type { OwnStage, Stage } from "./stage.ts";

/** A call of an operation; `key` is the X-API-KEY, null for none. */
export interface OperationCall {
  readonly operation: string;
  readonly fields?: Fields;
  readonly key: string | null;
  readonly idempotencyKey?: string;
  /** Where it is called, if not on the stage that all share. */
  readonly on?: OwnStage;
}

/** A request that is no call of an operation, such as one to a path that there is not. */
export interface PlainRequest {
  readonly method: string;
  readonly path: string;
  readonly key: string | null;
  readonly idempotencyKey?: string | undefined;
}

/** How one code comes about, by what anybody can do: to the sandbox, the database, the clock. */
export interface Scenario {
  readonly key: ErrorKey;
  /** What has happened when the last call fails, as docs/codes.md tells it. */
  readonly story: string;
  /** Brings everything about, over whatever transport the stage has, and answers the call that fails. */
  readonly arrange: (stage: Stage) => Promise<OperationCall>;
}

/** Codes of REST's paths alone: no other transport can address what there is not. */
export interface PathScenario {
  readonly key: ErrorKey;
  readonly story: string;
  readonly request: (stage: Pick<Stage, "merchant" | "liveKey">) => Promise<PlainRequest>;
}
