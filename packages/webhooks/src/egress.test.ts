import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Resolve } from "./egress.ts";
import { isPublicAddress } from "./public-address.ts";
import { createWebhooks } from "./webhooks.ts";

// A service that must never hear of us, on IPv4 and IPv6.
let hits = 0;
let port: number;
const canaries: Server[] = [];
beforeAll(async () => {
  const canary = () => createServer((_, answer) => answer.end());
  const open = (server: Server, at: number, host: string) =>
    new Promise<void>((resolve, reject) => {
      server.on("error", reject).on("connection", () => {
        hits += 1;
      });
      canaries.push(server);
      server.listen(at, host, resolve);
    });
  const first = canary();
  await open(first, 0, "127.0.0.1");
  port = (first.address() as AddressInfo).port;
  await open(canary(), port, "::1").catch(() => {});
});
afterAll(() => {
  for (const server of canaries) server.close();
});

const at = (...addresses: string[]) =>
  addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));

/** What names say here; `rebinding.test` is at a public address when it is first asked for. */
function names(): Resolve {
  let asked = 0;
  return async (host) => {
    if (host === "rebinding.test") {
      asked += 1;
      return asked === 1 ? at("93.184.215.14") : at("127.0.0.1");
    }
    const found = {
      "127.0.0.1.nip.test": at("127.0.0.1"),
      "both.test": at("93.184.215.14", "127.0.0.1"),
      "six.test": at("::1"),
      "mapped.test": at("::ffff:127.0.0.1"),
      "zone.test": at("fe80::1%lo"),
      "metadata.test": at("169.254.169.254"),
      "internal.test": at("10.0.0.1"),
      "odd.test": at("not an address"),
      localhost: at("127.0.0.1", "::1"),
      "localhost.": at("127.0.0.1", "::1"),
      "sub.localhost": at("127.0.0.1"),
      "cafe.test": at("127.0.0.1"),
    }[host];
    if (found === undefined) throw Object.assign(new Error(host), { code: "ENOTFOUND" });
    return found;
  };
}

const hosts = [
  "127.0.0.1",
  "127.0.0.1.",
  "127.1",
  "127.0.1",
  "127.255.255.254",
  "2130706433",
  "0x7f000001",
  "0x7f.0.0.1",
  "0x7f.1",
  "017700000001",
  "0177.0.0.1",
  "0177.0x0.1",
  "127.0.0.0x1",
  "%31%32%37.0.0.1",
  "１２７.0.0.1",
  "127。0。0。1",
  "0.0.0.0",
  "0",
  "10.0.0.1",
  "172.16.0.1",
  "192.168.0.1",
  "169.254.169.254",
  "100.64.0.1",
  "192.0.0.192",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "[::1]",
  "[::]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::127.0.0.1]",
  "[::ffff:0:127.0.0.1]",
  "[64:ff9b::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[64:ff9b:1::7f00:1]",
  "[2002:7f00:1::]",
  "[2001:0:7f00:1::]",
  "[fe80::1]",
  "[fec0::1]",
  "[fc00::1]",
  "[fd00:ec2::254]",
  "[ff02::1]",
  "[100::1]",
  "[2001:db8::1]",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "sub.localhost",
  "127.0.0.1.nip.test",
  "both.test",
  "six.test",
  "mapped.test",
  "zone.test",
  "metadata.test",
  "internal.test",
  "odd.test",
  "ｃafe.test",
];

describe("nothing gets to what is not public", () => {
  test.each(hosts)("http://%s", async (host) => {
    const webhooks = createWebhooks({ egress: "public", resolve: names() });
    for (const scheme of ["http", "https"]) {
      const url = `${scheme}://${host}:${port}/`;
      expect(await webhooks.refusalOf(url, "test")).toBe("expected a host at a public address");
      expect(await send(webhooks, url)).toMatchObject({ status: null, error: "address_refused" });
    }
    expect(hits).toBe(0);
  });

  test("a name that is at another address when something is sent", async () => {
    const webhooks = createWebhooks({ egress: "public", resolve: names() });
    const url = `http://rebinding.test:${port}/`;
    expect(await webhooks.refusalOf(url, "test")).toBeUndefined();
    expect(await send(webhooks, url)).toMatchObject({ error: "address_refused" });
    expect(hits).toBe(0);
  });

  test("the same canary is there to be hit", async () => {
    const answer = await send(createWebhooks({ egress: "any" }), `http://127.0.0.1:${port}/`);
    expect(answer).toMatchObject({ status: 200, error: null });
    expect(hits).toBeGreaterThan(0);
    hits = 0;
  });
});

const send = (
  webhooks: ReturnType<typeof createWebhooks>,
  url: string,
  mode: "test" | "live" = "test",
) =>
  webhooks.send({
    url,
    mode,
    id: "evt_1",
    body: "{}",
    secrets: [webhooks.newSecret()],
    request_id: null,
  });

test("live keys' events go over https alone", async () => {
  const webhooks = createWebhooks({ egress: "public", resolve: names() });
  const url = "http://93.184.215.14/";
  expect(await webhooks.refusalOf(url, "live")).toBe("expected an https:// URL");
  expect(await webhooks.refusalOf(url, "test")).toBeUndefined();
  expect(await send(webhooks, url, "live")).toMatchObject({ error: "address_refused" });
});

test("a name that does not resolve is let in and told of when something is sent", async () => {
  const webhooks = createWebhooks({ egress: "public", resolve: names() });
  const url = "https://nowhere.test/";
  expect(await webhooks.refusalOf(url, "live")).toBeUndefined();
  expect(await send(webhooks, url, "live")).toMatchObject({ status: null, error: "dns" });
});

test("a redirect is not followed", async () => {
  const redirecting = createServer((_, answer) =>
    answer.writeHead(302, { Location: `http://127.0.0.1:${port}/` }).end(),
  );
  await new Promise<void>((resolve) => redirecting.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`;
  expect(await send(createWebhooks({ egress: "any" }), url)).toMatchObject({ status: 302 });
  expect(hits).toBe(0);
  redirecting.close();
});

test("what hangs, drips, resets or speaks no TLS is told apart", async () => {
  const webhooks = createWebhooks({ egress: "any", timeLimitMs: 200 });
  const cases = [
    ["http", () => {}, "timeout"],
    ["http", (write: (text: string) => void) => write("HTTP/1.1 200 OK\r\nX: "), "timeout"],
    ["http", undefined, "connection"],
    ["https", (write: (text: string) => void) => write("HTTP/1.1 200 OK\r\n\r\n"), "tls"],
  ] as const;
  for (const [scheme, behave, error] of cases) {
    const server = createTcpServer((socket) => {
      socket.on("error", () => {});
      if (behave === undefined) socket.resetAndDestroy();
      else behave((text) => socket.write(text));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await send(webhooks, url)).toMatchObject({ status: null, error });
    server.close();
  }
});

test("what the public internet has is public", () => {
  const known = ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"];
  expect(known.filter(isPublicAddress)).toEqual(known);
});
