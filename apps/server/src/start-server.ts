import { type Drain, type Listener, listen, type Metrics, watchLoad } from "@purse/listener";
import { type AppOptions, createApp } from "./app.ts";

export interface ServerOptions extends AppOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** What GET /metrics shows, if anything. */
  readonly metrics?: Metrics | undefined;
}

/** Starts the REST API on a port of its own. */
export async function startServer(options: ServerOptions): Promise<Listener> {
  const { metrics } = options;
  const drain: Drain = { draining: false };
  const load = watchLoad();
  const isReady = async () =>
    !drain.draining && load.refusal() === undefined && (await options.isReady());
  const handle = createApp({ ...options, isReady }, drain, load).callback();
  return listen({ host: options.host, port: options.port, handle, drain, load, metrics });
}
