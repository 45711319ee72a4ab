export type { GatewayRouter } from "./router.ts";
export { type GatewayOptions, startGateway } from "./start-gateway.ts";
