import type { WebhookEndpointStatus } from "@purse/contract";
import { type Machine, to } from "../machine.ts";

/** A webhook endpoint's life: its merchant disables it, or its answers do. */
// biome-ignore format: one state a row
export const webhookEndpointMachine = {
  active:   { disable: to("disabled"), enable: "stay" },
  disabled: { disable: "stay",         enable: to("active") },
} as const satisfies Machine<WebhookEndpointStatus, "disable" | "enable", never>;
