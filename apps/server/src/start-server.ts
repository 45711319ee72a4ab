import {
  type Drain,
  type Listener,
  type ListenOptions,
  type LoadOptions,
  listen,
  watchLoad,
} from "@purse/listener";
import { answerer } from "./answerer.ts";
import { type AppOptions, createApp } from "./app.ts";

export interface ServerOptions
  extends AppOptions,
    Omit<ListenOptions, "handle" | "drain" | "load">,
    Pick<LoadOptions, "atDatabase"> {}

/** Starts the REST API on a port of its own. */
export function startServer(options: ServerOptions): Promise<Listener> {
  const drain: Drain = { draining: false };
  const load = watchLoad({ atDatabase: options.atDatabase });
  const handle = answerer(createApp(options, drain, load));
  return listen({ ...options, handle, drain, load });
}
