import type { NamedOperation } from "@purse/contract";
import { type Fields, httpRequestOf } from "@purse/scenarios";
import { z } from "zod";
import { operatorToken, type TestPurse } from "../harness/purse.ts";

export interface Answer {
  /** The body as it came. */
  readonly text: string;
  /** 0 for a success. */
  readonly code: number;
}

export type Transport = (
  named: NamedOperation,
  key: string,
  fields: Fields,
  idempotencyKey?: string,
) => Promise<Answer>;

const headersOf = (idempotencyKey?: string) =>
  idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey };

/** Over REST: each id stands in the path, the query or the body. */
export function overRest(purse: Pick<TestPurse, "call">): Transport {
  return async ({ operation }, key, fields, idempotencyKey) => {
    const { method, path, body } = httpRequestOf(operation, fields);
    const sent = {
      key,
      headers: headersOf(idempotencyKey),
      ...(body === undefined ? {} : { body }),
    };
    const { text, error } = await purse.call(method, path, sent);
    return { text, code: error?.code ?? 0 };
  };
}

const Failure = z.object({ data: z.object({ registry: z.object({ code: z.int() }) }) });
const Reply = z.union([
  z.object({ error: Failure }).transform(({ error }) => error.data.registry.code),
  z.object({ result: z.unknown() }).transform(() => 0),
]);

/** Through the gateway: all fields in one input. */
export function overTrpc(gateway: { readonly url: string }): Transport {
  return async ({ id, operation }, key, fields, idempotencyKey) => {
    const input = JSON.stringify(fields);
    const query = operation.method === "GET";
    const answer = await fetch(
      `${gateway.url}/${id}${query ? `?input=${encodeURIComponent(input)}` : ""}`,
      {
        method: query ? "GET" : "POST",
        headers: {
          Authorization: `Bearer ${operatorToken}`,
          "X-API-KEY": key,
          ...(query ? {} : { "Content-Type": "application/json" }),
          ...headersOf(idempotencyKey),
        },
        ...(query ? {} : { body: input }),
      },
    );
    const text = await answer.text();
    return { text, code: Reply.parse(JSON.parse(text)) };
  };
}
