import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { Problem } from "@purse/contract";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const purse = usePurse();
const Failed = z.object({ code: z.int() });

/** Sends bytes as they are, and reads until the server closes. */
async function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(purse.url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

describe("a path", () => {
  test.each([
    ["GET", "/", 200_004],
    ["GET", "/v1/nope", 200_004],
    ["DELETE", "/v1/charges", 200_004],
    ["PATCH", "/v1/charges/chg_0", 200_004],
    ["OPTIONS", "/v1/charges", 200_004],
    ["GET", "/v1/charges/", 200_004],
    ["GET", "/V1/charges/chg_0", 200_004],
    ["GET", "/v1//charges/chg_0", 200_004],
    ["GET", "/v1/charges/lists/wal_0", 100_049],
    ["GET", "/v1/wallets/LIST/wal_0?page=1&count=1", 100_049],
    ["GET", "/v1/refunds/wal_0/list", 100_049],
    ["GET", "/v1/charges/list", 100_050],
    ["GET", "/v1/charges/list/", 100_050],
    ["GET", "/v1/wallets/list?page=1&count=1", 100_050],
    ["GET", "/v1/errors/lists/1", 200_004],
    ["POST", "/v1/charges/list/wal_0", 200_004],
  ])("%s %s is %i, whatever the key", async (method, path, code) => {
    const { error } = await purse.call(method, path);
    expect(error?.code).toBe(code);
  });

  test.each(["%00", "%0d%0a", "a%2Fb", "%zz", "%E0%A4%A", "..%2f..", "a".repeat(65)])(
    "with the id %s is a clear fault",
    async (id) => {
      const { api_key: key } = await purse.merchant();
      const { error } = await purse.call("GET", `/v1/charges/${id}`, { key });
      expect(error?.message).toMatch(/^param_error: id: expected an id/);
    },
  );
});

describe("a query", () => {
  test.each([
    ["", 100_051],
    ["page=&count=1", 100_051],
    ["page=1", 100_052],
    ["page=1&count=", 100_052],
    ["page=0&count=1", 10_002],
    ["page=1&count=101", 10_002],
    ["page=1.0&count=1", 10_002],
    ["page=0x1&count=1", 10_002],
    ["page=1e0&count=1", 10_002],
    ["page=+1&count=1", 10_002],
    ["page=１&count=1", 10_002],
    ["page=1&page=2&count=1", 10_002],
    ["page=1&count=1&__proto__=1", 10_002],
    ["page=99999999999999999999&count=1", 10_002],
  ])("%s is %i", async (query, code) => {
    const { api_key: key, merchant_wallet_id } = await purse.merchant();
    const path = `/v1/charges/list/${merchant_wallet_id}?${query}`;
    const { error } = await purse.call("GET", path, { key });
    expect(error?.code).toBe(code);
  });
});

describe("a body", () => {
  const send = async (body: string, headers = {}) => {
    const { api_key: key } = await purse.merchant();
    const { error } = await purse.call("POST", "/v1/charges", { key, body, headers });
    return error?.message;
  };

  test.each([
    ["", "request_body_not_exist"],
    ["{", "param_error: the body is not JSON in UTF-8"],
    ["\ufeff{}", "param_error: the body is not JSON in UTF-8"],
    ["[]", "param_error: expected an object"],
    ["{}", "request_body_channel_null: channel"],
    ['{"channel":"balance","wallet_id":null}', "walletid_is_null: wallet_id"],
    [`"${"x".repeat(65_536)}"`, "param_error: the body is larger than 65536 bytes"],
  ])("%s is %s", async (body, message) => {
    expect(await send(body)).toBe(message);
  });

  test("of another media type, charset or encoding is refused", async () => {
    const type = "param_error: Content-Type: expected application/json in UTF-8";
    expect(await send("{}", { "Content-Type": "text/plain" })).toBe(type);
    expect(await send("{}", { "Content-Type": "application/json; charset=gbk" })).toBe(type);
    for (const encoding of ["gzip", "br", "identity, br"]) {
      const message = await send("{}", { "Content-Encoding": encoding });
      expect(message).toBe("param_error: Content-Encoding: only identity is taken");
    }
  });

  test("that is not UTF-8 is refused", async () => {
    const { api_key } = await purse.merchant();
    const response = await fetch(`${purse.url}/v1/charges`, {
      method: "POST",
      headers: { "X-API-KEY": api_key, "Content-Type": "application/json" },
      body: new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]),
    });
    expect([response.status, Failed.parse(await response.json()).code]).toEqual([400, 10_002]);
  });
});

describe("an answer", () => {
  test("takes a well-formed request id over and makes one otherwise", async () => {
    const ask = async (id: string) => {
      const { headers } = await purse.call("GET", "/v1/errors", {
        headers: { "X-Request-Id": id },
      });
      return headers.get("X-Request-Id");
    };
    expect(await ask("order-7.a_B")).toBe("order-7.a_B");
    for (const bad of ["a b", "x".repeat(129), "<script>"]) {
      expect(await ask(bad)).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  test("of a failure leads to the page of its code", async () => {
    const { headers } = await purse.call("GET", "/v1/nope");
    expect(headers.get("Link")).toBe('</errors/200004>; rel="help"');
    const page = await fetch(`${purse.url}/errors/200004`, {
      headers: { "Accept-Language": "en" },
    });
    expect(page.headers.get("Content-Type")).toBe("text/html; charset=utf-8");
    expect(await page.text()).toContain("<h1><b>200004</b> <code>operation_not_exist</code></h1>");
    expect((await fetch(`${purse.url}/errors/7`)).status).toBe(404);
    expect(await (await fetch(`${purse.url}/errors`)).text()).toContain("支付订单已结束");
  });

  test("is a problem when the caller prefers that", async () => {
    const ask = async (accept: string, language: string) => {
      const headers = { Accept: accept, "Accept-Language": language };
      const response = await fetch(`${purse.url}/v1/nope`, { headers });
      return [response.headers.get("Content-Type"), await response.json()] as const;
    };
    const [type, english] = await ask("application/problem+json", "en-GB,en;q=0.9");
    expect(type).toBe("application/problem+json");
    expect(Problem.parse(english)).toMatchObject({ status: 404, code: 200_004, retry: "never" });
    expect(Problem.parse(english).title).toMatch(/^[A-Za-z ,]+$/);
    const [, chinese] = await ask("application/problem+json, */*;q=0.1", "fr");
    expect(Problem.parse(chinese).title).toMatch(/\p{Script=Han}/u);
    for (const accept of ["*/*", "application/json, application/problem+json;q=0.5", "text/html"]) {
      const [plain, body] = await ask(accept, "en");
      expect(plain).toBe("application/json; charset=utf-8");
      expect(body).toEqual({ code: 200_004, message: "operation_not_exist", data: null });
    }
  });

  test("to a fault of ours says nothing but failed", async () => {
    const merchant = await purse.merchant();
    // A database that is not the one this version knows: nobody can foresee what it answers.
    const { db } = purse.database;
    await db.schema.alterTable("charges").renameTo("charges_gone").execute();
    const key = merchant.api_key;
    const answer = await purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
    await db.schema.alterTable("charges_gone").renameTo("charges").execute();
    expect(answer.status).toBe(500);
    expect(answer.text).toBe('{"code":-1,"message":"failed","data":null}');
  });
});

describe("bytes that are no request", () => {
  test.each([
    ["no HTTP at all", "hello\r\n\r\n", 400, 10_002],
    ["a bad method", "G@T / HTTP/1.1\r\nHost: x\r\n\r\n", 400, 10_002],
    [
      "too large headers",
      `GET / HTTP/1.1\r\nHost: x\r\nX-A: ${"a".repeat(9000)}\r\n\r\n`,
      400,
      10_002,
    ],
    [
      "two lengths",
      "POST /v1/charges HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}",
      400,
      10_002,
    ],
    [
      "a length beside chunks",
      "POST /v1/charges HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      400,
      10_002,
    ],
    ["a request without Host", "GET /v1/errors HTTP/1.1\r\n\r\n", 400, 10_002],
    [
      "an expectation that nobody meets",
      "GET /v1/nope HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n",
      404,
      200_004,
    ],
  ])("%s is answered in the envelope", async (_what, bytes, status, code) => {
    const answer = await raw(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const body = answer.slice(answer.indexOf("\r\n\r\n") + 4);
    expect(JSON.parse(body)).toMatchObject({ code, data: null });
  });
});

test("probes and the document are open", async () => {
  expect((await purse.call("GET", "/healthz")).status).toBe(200);
  expect((await purse.call("GET", "/readyz")).data).toEqual({ status: "ready" });
  expect((await fetch(`${purse.url}/openapi.yaml`)).status).toBe(200);
});
