import { Problem, parseEnvelope } from "@purse/contract";
import { type RestRequest, restRequestOf } from "@purse/scenarios";
import { expect } from "vitest";
import { z } from "zod";
import type { Answer, Transport } from "./transport.ts";

/** REST as a merchant's backend calls it, whose answers are envelopes. */
export const rest: Transport = {
  name: "rest",
  async connect({ url }) {
    return { call: (call) => envelopeOf(url, restRequestOf(call)), close: async () => {} };
  },
};

/** REST whose errors are asked for as RFC 9457 has them. */
export const problems: Transport = {
  name: "problem+json",
  async connect({ url }) {
    return { call: (call) => problemOf(url, restRequestOf(call)), close: async () => {} };
  },
};

export async function envelopeOf(url: string, request: RestRequest): Promise<Answer> {
  const { response, text } = await send(url, request, "application/json");
  return readEnvelope(request, response, text);
}

function readEnvelope(request: RestRequest, response: Response, text: string): Answer {
  const result = parseEnvelope(z.unknown(), JSON.parse(text));
  const { status, headers } = response;
  const exchange = { request: shown(request), answer: `HTTP/1.1 ${status}\n\n${text}` };
  const answer = { status, headers, exchange, check: () => checkHeaders(headers) };
  if (result.ok) return { ...answer, code: 0, message: "success", data: result.data };
  return { ...answer, code: result.error.code, message: result.error.message, data: null };
}

export async function problemOf(url: string, request: RestRequest): Promise<Answer> {
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

async function send(url: string, request: RestRequest, accept: string) {
  const { method, path, body, key, idempotencyKey } = request;
  const response = await fetch(url + path, {
    method,
    headers: {
      Accept: accept,
      ...(key === null ? {} : { "X-API-KEY": key }),
      ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
      ...(body === undefined ? {} : { "Content-Type": body.type }),
    },
    ...(body === undefined ? {} : { body: body.text }),
  });
  return { response, text: await response.text() };
}

function shown({ method, path, body, key, idempotencyKey }: RestRequest): string {
  return [
    `${method} ${path}`,
    ...(key === null ? [] : [`X-API-KEY: ${key}`]),
    ...(idempotencyKey === undefined ? [] : [`Idempotency-Key: ${idempotencyKey}`]),
    ...(body === undefined || body.type === "application/json"
      ? []
      : [`Content-Type: ${body.type}`]),
    ...(body === undefined ? [] : ["", body.text]),
  ].join("\n");
}
