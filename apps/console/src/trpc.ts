import type { GatewayRouter } from "@purse/gateway";
import {
  createTRPCClient,
  httpBatchLink,
  httpSubscriptionLink,
  splitLink,
  type TRPCClient,
  type TRPCClientErrorLike,
} from "@trpc/client";
import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { EventSource } from "eventsource";

export const { TRPCProvider, useTRPC } = createTRPCContext<GatewayRouter>();

/** Who calls: a token, and the name that the audit log gets. */
export interface Credentials {
  readonly token: string;
  readonly name: string;
}

export type GatewayError = TRPCClientErrorLike<GatewayRouter>;
/** What each procedure is asked. */
export type Inputs = inferRouterInputs<GatewayRouter>;
/** What each procedure answers. */
export type Outputs = inferRouterOutputs<GatewayRouter>;

/** A client of the gateway that serves this very page. */
export function gatewayClient(credentials: Credentials): TRPCClient<GatewayRouter> {
  const url = location.origin;
  const headers = headersOf(credentials);
  return createTRPCClient<GatewayRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === "subscription",
        // The browser's own EventSource sends no headers, and a token has no place in a URL.
        true: httpSubscriptionLink({
          url,
          EventSource,
          eventSourceOptions: {
            fetch: (input, init) =>
              fetch(input, { ...init, headers: { ...init.headers, ...headers } }),
          },
        }),
        // The gateway takes 32 calls at once, in a URL that fits into its headers.
        false: httpBatchLink({ url, maxItems: 32, maxURLLength: 4000, headers }),
      }),
    ],
  });
}

function headersOf({ token, name }: Credentials): Record<string, string> {
  return { authorization: `Bearer ${token}`, ...(name === "" ? {} : { "x-operator": name }) };
}
