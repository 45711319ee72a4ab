import { type GatewayOptions, type GatewayRouter, startGateway } from "@purse/gateway";
import { createTRPCClient, httpLink } from "@trpc/client";
import { pino } from "pino";
import { afterAll, beforeAll } from "vitest";
import { operatorToken, type TestPurse, viewerToken } from "./purse.ts";

const silent = pino({ level: "silent" });

/** The gateway over a test's Purse, for all tests of a file. */
export function useGateway(
  purse: TestPurse,
  options: Pick<GatewayOptions, "timeLimitMs" | "console"> = {},
) {
  let gateway: { readonly url: string; readonly close: () => Promise<void> };
  beforeAll(async () => {
    gateway = await startGateway({
      core: purse.house.core,
      logger: silent,
      host: "127.0.0.1",
      port: 0,
      operatorToken,
      viewerToken,
      isReady: purse.house.isReady,
      observer: purse.house.observer("gateway", silent),
      ...options,
    });
  });
  afterAll(() => gateway.close());
  return {
    get url() {
      return gateway.url;
    },
    /** A client as an internal app has it; headers given here come on top. */
    client(headers: Readonly<Record<string, string>> = {}) {
      const all = { authorization: `Bearer ${operatorToken}`, ...headers };
      return createTRPCClient<GatewayRouter>({
        links: [httpLink({ url: gateway.url, headers: () => all })],
      });
    },
  };
}
