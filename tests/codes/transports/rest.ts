import { api, operationsOf, Problem, parseEnvelope } from "@purse/contract";
import { expect } from "vitest";
import { z } from "zod";
import { httpRequestOf } from "../../harness/http-request.ts";
import type { OperationCall, PlainRequest } from "../scenario.ts";
import type { Answer, Transport } from "./transport.ts";

const operations = new Map(operationsOf(api).map((named) => [named.id, named.operation]));

/** A request in a protocol that is not ours. */
const Raw = z.object({ headers: z.record(z.string(), z.string()), body: z.string() });

interface Request extends PlainRequest {
  readonly body?: unknown;
  readonly raw?: z.infer<typeof Raw>;
}

/** REST as a merchant's backend calls it, whose answers are envelopes. */
export const rest: Transport = {
  name: "rest",
  async connect({ url }) {
    return { call: (call) => envelopeOf(url, requestOf(call)), close: async () => {} };
  },
};

/** REST whose errors are asked for as RFC 9457 has them. */
export const problems: Transport = {
  name: "problem+json",
  async connect({ url }) {
    return { call: (call) => problemOf(url, requestOf(call)), close: async () => {} };
  },
};

export async function envelopeOf(url: string, request: Request): Promise<Answer> {
  const { response, text } = await send(url, request, "application/json");
  return readEnvelope(request, response, text);
}

function readEnvelope(request: Request, response: Response, text: string): Answer {
  const result = parseEnvelope(z.unknown(), JSON.parse(text));
  const { status, headers } = response;
  const exchange = { request: shown(request), answer: `HTTP/1.1 ${status}\n\n${text}` };
  const answer = { status, headers, exchange, check: () => checkHeaders(headers) };
  if (result.ok) return { ...answer, code: 0, message: "success", data: result.data };
  return { ...answer, code: result.error.code, message: result.error.message, data: null };
}

export async function problemOf(url: string, request: Request): Promise<Answer> {
  const { response, text } = await send(url, request, "application/problem+json");
  const { status, headers } = response;
  if (status === 200) return readEnvelope(request, response, text);
  const problem = Problem.parse(JSON.parse(text));
  return {
    status,
    headers,
    code: problem.code,
    message: problem.detail,
    data: null,
    exchange: { request: shown(request), answer: text },
    check() {
      checkHeaders(headers);
      expect(headers.get("Content-Type")).toBe("application/problem+json");
      expect(problem.type).toBe(`/errors/${problem.code}`);
      expect(problem.status).toBe(status);
      expect(problem.instance).toBe(`urn:request:${headers.get("X-Request-Id")}`);
      if (problem.errors === undefined) return;
      for (const { pointer, reason } of problem.errors) {
        expect(pointer).toMatch(/^\/(params|query|body)(\/|$)/);
        expect(reason).not.toBe("");
      }
    },
  };
}

function checkHeaders(headers: Headers): void {
  expect(headers.get("X-Request-Id")).toMatch(/^[A-Za-z0-9._-]{1,128}$/);
  expect(headers.get("Link")).toBe(`</errors/${headers.get("X-Error-Code")}>; rel="help"`);
}

function requestOf({ operation: id, fields, key, idempotencyKey }: OperationCall): Request {
  const operation = operations.get(id);
  if (operation === undefined) throw new Error(`no operation ${id}`);
  const { body, ...request } = httpRequestOf(operation, fields ?? {});
  const made = { ...request, key, idempotencyKey };
  if (operation.raw === true) return { ...made, raw: Raw.parse(body) };
  return fields === undefined ? made : { ...made, body };
}

async function send(url: string, request: Request, accept: string) {
  const { method, path, body, key, idempotencyKey, raw } = request;
  const sent = raw?.body ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(url + path, {
    method,
    headers: {
      Accept: accept,
      ...(key === null ? {} : { "X-API-KEY": key }),
      ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...typeOf(raw),
    },
    ...(sent === undefined ? {} : { body: sent }),
  });
  return { response, text: await response.text() };
}

function typeOf(raw: Request["raw"]): Record<string, string> {
  return raw === undefined ? {} : { "Content-Type": raw.headers["content-type"] ?? "" };
}

function shown({ method, path, body, key, idempotencyKey, raw }: Request): string {
  return [
    `${method} ${path}`,
    ...(key === null ? [] : [`X-API-KEY: ${key}`]),
    ...(idempotencyKey === undefined ? [] : [`Idempotency-Key: ${idempotencyKey}`]),
    ...Object.entries(typeOf(raw)).map(([name, value]) => `${name}: ${value}`),
    ...(raw === undefined ? [] : ["", raw.body]),
    ...(body === undefined ? [] : ["", JSON.stringify(body)]),
  ].join("\n");
}
