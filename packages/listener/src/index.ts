export { type Drain, type Listener, listen } from "./listen.ts";
