import { type Operation, partsOf } from "@purse/contract";

/** An operation's request, before it is signed. */
export interface PlainRequest {
  readonly method: string;
  readonly url: string;
  readonly body: Uint8Array<ArrayBuffer> | undefined;
}

/** Puts each field of the input where the operation has it: path, query or body. */
export function requestOf(operation: Operation, input: unknown, origin: string): PlainRequest {
  const { params, query, body } = partsOf(operation, input ?? {});
  const fields = new Map(Object.entries(Object(params)));
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    segment(name, fields.get(name)),
  );
  const url = new URL(path, origin);
  for (const [name, value] of Object.entries(Object(query))) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  return {
    method: operation.method,
    url: url.href,
    body: operation.body === undefined ? undefined : new TextEncoder().encode(JSON.stringify(body)),
  };
}

function segment(name: string, value: unknown): string {
  // A URL would take it for a step up, to another operation's path.
  if (value === "." || value === "..") throw new RangeError(`${name} is no id: ${value}`);
  return encodeURIComponent(String(value));
}
