export { furnish, type House } from "./compose.ts";
export { createTrialMerchant, type TrialMerchant, trialFunds } from "./trial-merchant.ts";
