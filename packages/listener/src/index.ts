export { type Drain, type Listener, listen } from "./listen.ts";
export { requestIdOf } from "./request-id.ts";
