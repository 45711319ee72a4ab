import type { Logger } from "pino";

/** Ends something that runs, when what it has in hand is done. */
export type Closer = () => Promise<void>;

/**
 * Closes one stage behind the other, each of them all at once, at the first SIGTERM or SIGINT; a
 * second one ends the process at once.
 */
export function closeOnSignal(logger: Logger, stages: readonly (readonly Closer[])[]): void {
  let closing = false;
  async function onSignal(signal: NodeJS.Signals): Promise<void> {
    if (closing) process.exit(130);
    closing = true;
    logger.info({ signal }, "shutting down");
    try {
      for (const closers of stages) await Promise.all(closers.map((close) => close()));
    } catch (error) {
      logger.error({ err: error }, "could not close in order");
      process.exitCode = 1;
    }
    // Whatever still holds the process open must not keep it from ending.
    setTimeout(() => process.exit(), 1000).unref();
  }
  process.on("SIGTERM", onSignal);
  process.on("SIGINT", onSignal);
}
