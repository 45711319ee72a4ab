import { destination, type Logger, pino } from "pino";
import type { Config } from "./config.ts";

/** Structured lines on standard error; standard output is for what a command answers. */
export function createLogger(config: Pick<Config, "PURSE_LOG_LEVEL">): Logger {
  return pino({ level: config.PURSE_LOG_LEVEL }, destination(2));
}
