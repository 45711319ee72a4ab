import { expect, test } from "vitest";
import { useGateway } from "./harness/gateway.ts";
import { operatorToken, usePurse } from "./harness/purse.ts";

const purse = usePurse();
const page = Buffer.from("<!doctype html><title>Purse</title>");
const files = new Map([
  ["index.html", page],
  ["assets/index-0.js", Buffer.from("0")],
]);
let isBuilt = true;
const gateway = useGateway(purse, { console: () => (isBuilt ? files : undefined) });

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
  ["/console", "text/html; charset=utf-8", "no-store"],
  ["/console/", "text/html; charset=utf-8", "no-store"],
  ["/console/charges/chg_0?before=1", "text/html; charset=utf-8", "no-store"],
  [
    "/console/assets/index-0.js",
    "text/javascript; charset=utf-8",
    "public, max-age=31536000, immutable",
  ],
])("the console at %s runs its own scripts and no others", async (path, type, cached) => {
  const { status, headers } = await fetch(gateway.url + path);
  expect(status).toBe(200);
  expect(headers.get("Content-Type")).toBe(type);
  expect(headers.get("Cache-Control")).toBe(cached);
  expect(headers.get("Content-Security-Policy")?.split("; ")).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ]);
  expect(headers.get("X-Frame-Options")).toBe("DENY");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Referrer-Policy")).toBe("no-referrer");
});

test.each([
  ["GET", "/console/assets/index-1.js"],
  ["GET", "/console/assets/../../package.json"],
  ["GET", "/consoles"],
  ["POST", "/console/"],
])("%s %s is no page of the console: the gateway asks for a token", async (method, path) => {
  const answer = await fetch(gateway.url + path, { method });
  expect(answer.status).toBe(401);
  expectProtected(answer.headers);
});

test("until the console is built, its address says so", async () => {
  isBuilt = false;
  const answer = await fetch(`${gateway.url}/console/`);
  expect([answer.status, answer.headers.get("Retry-After")]).toEqual([503, "1"]);
  expect(await answer.text()).toContain("is being built");
  isBuilt = true;
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
