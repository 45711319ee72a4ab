import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { get } from "node:https";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, test, vi } from "vitest";
import type { MerchantAccounts } from "./admin/admin-routes.ts";
import { type Sandbox, type SandboxOptions, startSandbox } from "./start-sandbox.ts";

const running = new Set<Sandbox>();
async function start(options?: SandboxOptions): Promise<Sandbox> {
  const sandbox = await startSandbox(options);
  running.add(sandbox);
  return sandbox;
}
afterEach(async () => {
  for (const sandbox of running) await sandbox.close();
  running.clear();
});

test("a merchant opens accounts at both channels, under a certificate of the sandbox's own", async () => {
  const { url, authority } = await start();
  const response = await fetch(`${url}/admin/accounts`, { method: "POST" });
  const { alipay, wechat } = (await response.json()) as MerchantAccounts;
  expect(Object.keys(alipay)).toEqual(["app_id", "seller_id", "private_key", "alipay_public_key"]);
  const certificate = new X509Certificate(wechat.certificate);
  expect(certificate.serialNumber).toBe(wechat.serial_no);
  expect(certificate.verify(new X509Certificate(authority).publicKey)).toBe(true);
});

test("TLS goes by its own authority", async () => {
  const { url, authority } = await start({ tls: true });
  const status = await new Promise((resolve, reject) => {
    get(`${url}/admin/books`, { ca: authority }, ({ statusCode }) => resolve(statusCode)).on(
      "error",
      reject,
    );
  });
  expect(status).toBe(200);
});

test.each([
  ["no JSON", "{", 400, "the body is not JSON"],
  ["an unknown field", '{"x":1}', 400, expect.stringContaining("x")],
])("%s is the caller's fault", async (_what, body, status, error) => {
  const { url } = await start();
  const response = await fetch(`${url}/admin/accounts`, { method: "POST", body });
  expect([response.status, await response.json()]).toEqual([status, { error }]);
});

test("a caller who hangs up is not told of as the sandbox's own fault", async () => {
  const told = vi.spyOn(console, "error").mockReturnValue();
  const { url } = await start();
  const caller = connect(Number(new URL(url).port), "127.0.0.1");
  await once(caller, "connect");
  caller.write("POST /admin/accounts HTTP/1.1\r\nHost: sandbox\r\nContent-Length: 9\r\n\r\n{");
  await sleep(50);
  caller.resetAndDestroy();
  await sleep(50);
  expect(told).not.toHaveBeenCalled();
});
