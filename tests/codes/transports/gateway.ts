import { api, operationsOf, registryErrorOf } from "@purse/contract";
import { type GatewayRouter, startGateway } from "@purse/gateway";
import type { OperationCall } from "@purse/scenarios";
import { createTRPCUntypedClient, httpLink, TRPCClientError } from "@trpc/client";
import { pino } from "pino";
import { expect } from "vitest";
import { operatorToken } from "../../harness/purse.ts";
import type { Answer, Transport } from "./transport.ts";

const methods = new Map(operationsOf(api).map(({ id, operation }) => [id, operation.method]));

/** The tRPC gateway as an internal app calls it, by tRPC's own client. */
export const gateway: Transport = {
  name: "tRPC",
  async connect({ house }, options) {
    const listening = await startGateway({
      core: house.core,
      logger: pino({ level: "silent" }),
      host: "127.0.0.1",
      port: 0,
      operatorToken,
      isReady: house.isReady,
      ...options,
    });
    return { call: (call) => callGateway(listening.url, call), close: () => listening.close() };
  },
};

async function callGateway(
  url: string,
  { operation, fields, key, idempotencyKey }: OperationCall,
): Promise<Answer> {
  let response: Response | undefined;
  const client = createTRPCUntypedClient<GatewayRouter>({
    links: [
      httpLink({
        url,
        headers: {
          authorization: `Bearer ${operatorToken}`,
          ...(key === null ? {} : { "x-api-key": key }),
          ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }),
        },
        async fetch(input, init) {
          response = await fetch(String(input), init as RequestInit);
          return response;
        },
      }),
    ],
  });
  const call = methods.get(operation) === "GET" ? client.query : client.mutation;
  const answered = () => ({
    status: response!.status,
    headers: response!.headers,
    exchange: { request: "", answer: "" },
  });
  try {
    const data = await call.call(client, operation, fields);
    return { ...answered(), code: 0, message: "success", data, check: () => {} };
  } catch (error) {
    const found = registryErrorOf(error);
    if (!(error instanceof TRPCClientError) || found === undefined) throw error;
    const { status } = answered();
    return {
      ...answered(),
      code: found.code,
      message: error.message,
      data: null,
      check() {
        expect(found.httpStatus).toBe(status);
        expect(error.data.path).toBe(operation);
      },
    };
  }
}
