import type { GatewayRouter } from "@purse/gateway";
import { createTRPCClient, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import { EventSource } from "eventsource";
import { BadSetting } from "./config.ts";
import type { Profile } from "./profile.ts";

/** The gateway as an operator calls it. */
export function gatewayClient({ gateway_url: url, operator_token }: Profile) {
  if (operator_token === undefined) {
    throw new BadSetting("PURSE_OPERATOR_TOKEN: required, and no purse start has left a profile");
  }
  const headers = { authorization: `Bearer ${operator_token}` };
  return createTRPCClient<GatewayRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        true: httpSubscriptionLink({
          url,
          EventSource,
          eventSourceOptions: {
            fetch: (input, init) =>
              // biome-ignore lint/plugin: EventSource takes no other, and our gateway does neither.
              fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
          },
        }),
        false: httpLink({ url, headers: () => headers }),
      }),
    ],
  });
}
