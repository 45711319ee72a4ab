import {
  api,
  type ErrorKey,
  keysOf,
  type NamedOperation,
  operationsOf,
  type PurseError,
  parseEnvelope,
  registry,
} from "@purse/contract";
import { z } from "zod";

const statuses = new Set([200, 400, 401, 402, 403, 404, 500, 502, 503, 504]);

interface RestRequest {
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface RestAnswer {
  readonly status: number;
  /** The code's unique key, `success` for 0. */
  readonly key: ErrorKey | "success";
  // biome-ignore lint/suspicious/noExplicitAny: tests look into data whose schema was checked.
  readonly data: any;
  readonly error: PurseError | undefined;
  readonly headers: Headers;
  readonly text: string;
}

export type Call = (method: string, path: string, request?: RestRequest) => Promise<RestAnswer>;

const routes = operationsOf(api).map((named) => ({
  ...named,
  pattern: new RegExp(`^${named.operation.path.replaceAll(/\{\w+\}/g, "[^/?]+")}(\\?|$)`),
}));

/** Calls a server and holds every answer against the contract before the test sees it. */
export function rest(url: string): Call {
  return async (method, path, { key, body, headers = {} } = {}) => {
    const response = await fetch(url + path, {
      method,
      headers: {
        ...(key === undefined ? {} : { "X-API-KEY": key }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined
        ? {}
        : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const named = routes.find(
      (route) => route.operation.method === method && route.pattern.test(path),
    );
    return { ...checked(named, response, text), headers: response.headers, text };
  };
}

function checked(named: NamedOperation | undefined, response: Response, text: string) {
  const { status } = response;
  if (!statuses.has(status)) throw new Error(`status ${status} is none of the seed's`);
  if (response.headers.get("X-Request-Id") === null) throw new Error("no X-Request-Id");
  const output = named?.operation.output ?? z.unknown();
  const result = parseEnvelope(output, JSON.parse(text));
  if (result.ok) {
    if (status !== 200) throw new Error(`a success with status ${status}`);
    return { status, key: "success" as const, data: result.data, error: undefined };
  }
  const { error } = result;
  const entry = registry.byCode(error.code);
  if (entry === undefined || entry.httpStatus !== status) {
    throw new Error(`code ${error.code} with status ${status}`);
  }
  if (response.headers.get("X-Error-Code") !== String(entry.code)) {
    throw new Error("X-Error-Code differs from the body's code");
  }
  if (named !== undefined && !keysOf(named.operation).has(entry.key)) {
    throw new Error(`${named.id} does not declare ${entry.key}`);
  }
  return { status, key: entry.key, data: null, error };
}
