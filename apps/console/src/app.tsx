import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import {
  MutationCache,
  QueryCache,
  QueryClient,
  QueryClientProvider,
  useQuery,
} from "@tanstack/react-query";
import { TRPCClientError } from "@trpc/client";
import { type ReactNode, useState } from "react";
import { BrowserRouter } from "react-router";
import { Loaded } from "./parts/loaded.tsx";
import { sayRefused } from "./parts/said.ts";
import { SignIn } from "./screens/sign-in.tsx";
import { Screens } from "./screens.tsx";
import { SessionProvider, storeCredentials, storedCredentials } from "./session.tsx";
import { readableGreys, theme } from "./theme.ts";
import { type Credentials, gatewayClient, TRPCProvider, useTRPC } from "./trpc.ts";

export function App() {
  const [credentials, setCredentials] = useState(storedCredentials);
  function enter(entering: Credentials | undefined) {
    storeCredentials(entering);
    setCredentials(entering);
  }
  return (
    <MantineProvider theme={theme} cssVariablesResolver={readableGreys} defaultColorScheme="auto">
      <Notifications containerWidth={420} />
      {credentials === undefined ? (
        <SignIn onEnter={enter} />
      ) : (
        <Gateway credentials={credentials} signOut={() => enter(undefined)}>
          <BrowserRouter basename="/console">
            <Screens />
          </BrowserRouter>
        </Gateway>
      )}
    </MantineProvider>
  );
}

/** Everything below may ask the gateway, as whoever has signed in. */
function Gateway({
  credentials,
  signOut,
  children,
}: {
  readonly credentials: Credentials;
  readonly signOut: () => void;
  readonly children: ReactNode;
}) {
  const [trpcClient] = useState(() => gatewayClient(credentials));
  const [queryClient] = useState(() => newQueryClient(signOut));
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        <Greeting credentials={credentials} signOut={signOut}>
          {children}
        </Greeting>
      </TRPCProvider>
    </QueryClientProvider>
  );
}

function Greeting({
  credentials,
  signOut,
  children,
}: {
  readonly credentials: Credentials;
  readonly signOut: () => void;
  readonly children: ReactNode;
}) {
  const session = useQuery(useTRPC().operator.session.queryOptions());
  return (
    <Loaded query={session}>
      {(who) => (
        <SessionProvider value={{ ...credentials, ...who, signOut }}>{children}</SessionProvider>
      )}
    </Loaded>
  );
}

function newQueryClient(signOut: () => void): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: { queries: { staleTime: 2000, retry: mayHelp } },
    queryCache: new QueryCache({
      onError(error) {
        if (statusOf(error) === 401) signOut();
      },
    }),
    mutationCache: new MutationCache({
      // What was changed may show anywhere; what was not is said wherever it was asked for.
      onSuccess: () => client.invalidateQueries(),
      onError: sayRefused,
    }),
  });
  return client;
}

/** What was refused once is refused again; what was not answered may be. */
function mayHelp(failures: number, error: unknown): boolean {
  const status = statusOf(error);
  return failures < 2 && (status === undefined || status >= 500);
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof TRPCClientError ? error.data?.httpStatus : undefined;
  return typeof status === "number" ? status : undefined;
}
