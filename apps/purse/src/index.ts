export { openChannels } from "./channels.ts";
export { furnish, type House } from "./compose.ts";
export { openConsole } from "./console.ts";
export { createLogger } from "./logger.ts";
export { createMetrics } from "./metrics.ts";
export { sandboxFaults } from "./sandbox-faults.ts";
export { secretBox } from "./secret-box.ts";
export { openTracing, type Tracing } from "./tracing.ts";
export { createTrialMerchant, type TrialMerchant, trialFunds } from "./trial-merchant.ts";
