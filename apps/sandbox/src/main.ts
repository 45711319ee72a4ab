import { readSettings } from "./settings.ts";
import { startSandbox } from "./start-sandbox.ts";

const settings = readSettings(process.env);
const sandbox = await startSandbox({
  host: settings.PURSE_SANDBOX_HOST,
  port: settings.PURSE_SANDBOX_PORT,
  speed: settings.PURSE_SANDBOX_SPEED,
  tls: settings.PURSE_SANDBOX_TLS,
  ...(settings.PURSE_SANDBOX_FILE === undefined ? {} : { file: settings.PURSE_SANDBOX_FILE }),
});
process.stdout.write(`the sandbox listens at ${sandbox.url}\n`);
for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, sandbox.close);
// Whoever started it as a part of itself is gone.
process.once("disconnect", sandbox.close);
