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
  ["/errors", ""],
  ["/errors/10001", ""],
  ["/errors/-1", ""],
  ["/openapi.yaml", ""],
  // Scalar writes styles into its markup.
  ["/docs", " 'unsafe-inline'"],
])(
  "a browser shows %s with what this server sends for it, and nothing else",
  async (path, inline) => {
    const { status, headers } = await fetch(purse.url + path);
    expect(status).toBe(200);
    const directives = headers.get("Content-Security-Policy")?.split("; ");
    expect(directives).toEqual([
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self'${inline}`,
      "img-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]);
    expectGuarded(headers);
  },
);

test("what a page loads is kept for good, compressed for whoever takes it, and gone under no other path", async () => {
  const page = await (await fetch(`${purse.url}/docs`)).text();
  const paths = page.match(/\/assets\/[\w./]+/g) ?? [];
  expect(paths.map((path) => path.split("/").at(-1))).toEqual([
    "icon.svg",
    "pages.css",
    "scalar.js",
    "docs.js",
  ]);
  for (const path of paths) {
    const url = purse.url + path;
    const whole = await fetch(url, { headers: { "Accept-Encoding": "identity" } });
    const packed = await fetch(url, { headers: { "Accept-Encoding": "gzip" } });
    expect(await packed.text()).toBe(await whole.text());
    expect([whole, packed].map(({ headers }) => headers.get("Content-Encoding"))).toEqual([
      null,
      "gzip",
    ]);
    for (const { status, headers } of [whole, packed]) {
      expect(status).toBe(200);
      expect(headers.get("Cache-Control")).toBe("public, max-age=31536000, immutable");
      expect(headers.get("Vary")).toBe("Accept-Encoding");
      expectGuarded(headers);
    }
    expect((await fetch(url.replace(/[0-9a-f]{12}/, "000000000000"))).status).toBe(404);
  }
});

function expectGuarded(headers: Headers): void {
  expect(headers.get("X-Frame-Options")).toBe("DENY");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Referrer-Policy")).toBe("no-referrer");
  expect(headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
}

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
