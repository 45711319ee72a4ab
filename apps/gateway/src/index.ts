export { createRouter, type GatewayRouter, type GatewayRouterOf } from "./router.ts";
export { type GatewayOptions, startGateway } from "./start-gateway.ts";
