import type { IncomingMessage } from "node:http";

/** A header's value; what was sent twice is joined, as Node joins most, and then seldom well-formed. */
export function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
