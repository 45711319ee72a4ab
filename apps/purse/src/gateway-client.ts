import type { GatewayRouter } from "@purse/gateway";
import { createTRPCClient, httpLink } from "@trpc/client";
import { BadSetting } from "./config.ts";
import type { Profile } from "./profile.ts";

/** The gateway as an operator calls it. */
export function gatewayClient({ gateway_url, operator_token }: Profile) {
  if (operator_token === undefined) {
    throw new BadSetting("PURSE_OPERATOR_TOKEN: required, and no purse start has left a profile");
  }
  const headers = { authorization: `Bearer ${operator_token}` };
  return createTRPCClient<GatewayRouter>({
    links: [httpLink({ url: gateway_url, headers: () => headers })],
  });
}
