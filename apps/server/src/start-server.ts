import { type Drain, type Listener, listen } from "@purse/listener";
import { type AppOptions, createApp } from "./app.ts";

export interface ServerOptions extends AppOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

/** Starts the REST API on a port of its own. */
export function startServer(options: ServerOptions): Promise<Listener> {
  const drain: Drain = { draining: false };
  const isReady = async () => !drain.draining && (await options.isReady());
  const handle = createApp({ ...options, isReady }, drain).callback();
  return listen({ host: options.host, port: options.port, handle, drain });
}
