export { furnish, type House } from "./compose.ts";
export { openConsole } from "./console.ts";
export { secretBox } from "./secret-box.ts";
export { createTrialMerchant, type TrialMerchant, trialFunds } from "./trial-merchant.ts";
