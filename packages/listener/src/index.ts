export { bodyBytesMax } from "./large-bodies.ts";
export { type Drain, type Listener, listen } from "./listen.ts";
export { type Load, watchLoad } from "./load.ts";
export type { Metrics } from "./metrics.ts";
export { operatorTokenCheck } from "./operator-token.ts";
export { requestIdOf } from "./request-id.ts";
export { requestTimeLimitMs, withTimeLimit } from "./time-limit.ts";
