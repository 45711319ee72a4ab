import type { GatewayRouter } from "@purse/gateway";
import {
  createTRPCClient,
  httpBatchLink,
  type TRPCClient,
  type TRPCClientErrorLike,
} from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";

export const { TRPCProvider, useTRPC } = createTRPCContext<GatewayRouter>();

/** Who calls: a token, and the name that the audit log gets. */
export interface Credentials {
  readonly token: string;
  readonly name: string;
}

export type GatewayError = TRPCClientErrorLike<GatewayRouter>;

/** A client of the gateway that serves this very page. */
export function gatewayClient(credentials: Credentials): TRPCClient<GatewayRouter> {
  return createTRPCClient<GatewayRouter>({
    // The gateway takes 32 calls at once, in a URL that fits into its headers.
    links: [
      httpBatchLink({
        url: location.origin,
        maxItems: 32,
        maxURLLength: 4000,
        headers: headersOf(credentials),
      }),
    ],
  });
}

function headersOf({ token, name }: Credentials): Record<string, string> {
  return { authorization: `Bearer ${token}`, ...(name === "" ? {} : { "x-operator": name }) };
}
