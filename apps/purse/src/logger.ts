import { currentOrigin } from "@purse/listener";
import { type DestinationStream, destination, type Logger, pino } from "pino";
import type { Config } from "./config.ts";

/**
 * Structured lines on standard error; standard output is for what a command answers. Each has the
 * id of the request that it goes back to, if there is one.
 */
export function createLogger(
  config: Pick<Config, "PURSE_LOG_LEVEL">,
  stream: DestinationStream = destination(2),
): Logger {
  const mixin = () => ({ ...currentOrigin() });
  return pino({ level: config.PURSE_LOG_LEVEL, mixin }, stream);
}
