export type { Egress } from "./egress.ts";
export { createWebhooks } from "./webhooks.ts";
