export { type ListenOptions, type RunningServer, startServer } from "./listen.ts";
