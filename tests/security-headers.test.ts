import { expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { operatorToken, usePurse } from "./harness/purse.ts";

const purse = usePurse();
const gateway = useGateway(purse);

test.each([
  ["/errors", "en"],
  ["/errors/10001", "zh"],
  ["/errors/-1", "en"],
  ["/openapi.yaml", "en"],
])("a browser can show %s and do nothing else with it", async (path, language) => {
  const { status, headers } = await fetch(purse.url + path, {
    headers: { "Accept-Language": language },
  });
  expect(status).toBe(200);
  const directives = headers.get("Content-Security-Policy")?.split("; ");
  expect(directives).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(headers.get("X-Frame-Options")).toBe("DENY");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Referrer-Policy")).toBe("no-referrer");
  expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
});

test.each([
  ["GET", "/healthz", 200],
  ["GET", "/readyz", 200],
  ["GET", "/v1/errors", 200],
  ["GET", "/v1/nope", 404],
  ["GET", "/errors/7", 404],
  ["GET", "/v1/charges/chg_0", 401],
  ["POST", "/v1/charges", 401],
  ["POST", "/v1/notify/wechat/wal_0", 400],
])(
  "no cache keeps the answer to %s %s, no browser guesses its type",
  async (method, path, status) => {
    const answer = await fetch(purse.url + path, { method });
    expect(answer.status).toBe(status);
    expectProtected(answer.headers);
  },
);

test.each([
  ["codes.list", { Authorization: `Bearer ${operatorToken}` }, 200],
  ["nope", { Authorization: `Bearer ${operatorToken}` }, 404],
  ["codes.list", {}, 401],
])("nor the gateway's to %s %j", async (procedure, headers, status) => {
  const answer = await fetch(`${gateway.url}/${procedure}`, { headers: { ...headers } });
  expect(answer.status).toBe(status);
  expectProtected(answer.headers);
});

/** Nor does any page of another origin read it, and nothing is remembered of the caller. */
function expectProtected(headers: Headers): void {
  expect(headers.get("Cache-Control")).toBe("no-store");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
  expect(headers.get("Server") ?? headers.get("X-Powered-By")).toBeNull();
  expect(headers.getSetCookie()).toEqual([]);
}
