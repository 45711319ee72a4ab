import { api, operationsOf } from "@purse/contract";
import { z } from "zod";
import { httpRequestOf } from "./http-request.ts";
import type { OperationCall, PlainRequest } from "./scenario.ts";

/** A request as it goes out over REST. */
export interface RestRequest extends PlainRequest {
  readonly body?: { readonly type: string; readonly text: string };
}

const operations = new Map(operationsOf(api).map((named) => [named.id, named.operation]));

/** A request in a protocol that is not ours. */
const Raw = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });

/** The call of an operation, over REST. */
export function restRequestOf({
  operation: id,
  fields,
  key,
  idempotencyKey,
}: OperationCall): RestRequest {
  const operation = operations.get(id);
  if (operation === undefined) throw new Error(`no operation ${id}`);
  const { body, ...request } = httpRequestOf(operation, fields ?? {});
  const made = { ...request, key, idempotencyKey };
  if (operation.raw === true) {
    const raw = Raw.parse(body);
    return { ...made, body: { type: raw.headers["content-type"] ?? "", text: raw.body } };
  }
  if (fields === undefined || body === undefined) return made;
  return { ...made, body: { type: "application/json", text: JSON.stringify(body) } };
}
