export { furnish, type House } from "./compose.ts";
export { secretBox } from "./secret-box.ts";
export { createTrialMerchant, type TrialMerchant, trialFunds } from "./trial-merchant.ts";
