export type { GatewayRouter, GatewayRouterOf } from "./router.ts";
export { createRouter } from "./router.ts";
export { type GatewayOptions, startGateway } from "./start-gateway.ts";
