import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { AlipayAccount, WechatAccount } from "@purse/contract";
import { expect, test } from "vitest";
import { useSandbox } from "./harness/sandbox.ts";

const sandbox = useSandbox();
const main = join(import.meta.dirname, "..", "apps", "sandbox", "src", "main.ts");

test("what a new merchant gets is what Purse's own settings take", async () => {
  const { alipay, wechat } = await sandbox.merchant(500);
  expect(AlipayAccount.parse(alipay)).toMatchObject({ app_id: alipay.app_id });
  expect(WechatAccount.parse(wechat)).toMatchObject({ mch_id: wechat.mch_id });
  const { accounts } = await sandbox.books();
  const mine = accounts.filter(({ merchant_id }) => merchant_id === wechat.mch_id);
  expect(mine).toMatchObject([{ channel: "wechat", balance: 500 }]);
});

test("it runs as a process of its own, and ends when it is told to", async () => {
  const env = { ...process.env, PURSE_SANDBOX_PORT: "0" };
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "inherit"] });
  const [line] = await once(child.stdout, "data");
  const [url = ""] = /http:\/\/127\.0\.0\.1:\d+/.exec(String(line)) ?? [];
  expect((await fetch(`${url}/admin/books`)).status).toBe(200);
  child.kill("SIGTERM");
  const [code] = await once(child, "exit");
  expect(code).toBe(0);
});

test("a bad setting is named", async () => {
  const env = { ...process.env, PURSE_SANDBOX_PORT: "x" };
  const child = spawn(process.execPath, [main], { env, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.on("data", (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, "close");
  expect(code).not.toBe(0);
  expect(errors).toContain("PURSE_SANDBOX_PORT: expected a port");
});
