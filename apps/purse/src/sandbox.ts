import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { AlipayAccount, WechatAccount } from "@purse/contract";
import { request } from "undici";
import { z } from "zod";
import { BadSetting, type Config } from "./config.ts";
import type { Closer } from "./shutdown.ts";

const main = join(import.meta.dirname, "..", "..", "sandbox", "src", "main.ts");
/** How long the sandbox may take to end before it is ended, in milliseconds. */
const closeMs = 2000;

export interface RunningSandbox {
  readonly url: string;
  readonly close: Closer;
}

/** The channels' sandbox in a process of its own; its books lie in the data directory. */
export async function runSandbox(config: Config): Promise<RunningSandbox> {
  const child = spawn(process.execPath, [main], {
    env: {
      ...process.env,
      PURSE_SANDBOX_PORT: String(config.PURSE_SANDBOX_PORT),
      PURSE_SANDBOX_FILE: join(config.PURSE_DATA_DIR, "sandbox.sqlite"),
    },
    // Over the last one it hears when this process is gone, however it went.
    stdio: ["ignore", "pipe", "inherit", "ipc"],
  });
  const ended = once(child, "exit");
  async function close(): Promise<void> {
    const timer = setTimeout(() => child.kill("SIGKILL"), closeMs);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(timer);
  }
  const lines = child.stdout === null ? [] : createInterface({ input: child.stdout });
  for await (const line of lines) {
    const url = /^the sandbox listens at (\S+)$/.exec(line)?.[1];
    if (url !== undefined) return { url, close };
  }
  throw new BadSetting(
    `PURSE_SANDBOX_PORT: the sandbox could not listen on ${config.PURSE_SANDBOX_PORT}`,
  );
}

/** In the fields that PUT /v1/wallets/{wallet_id}/channels/… takes. */
const Accounts = z.object({ alipay: AlipayAccount, wechat: WechatAccount });

/** A new merchant at both channels of a sandbox. */
export async function openSandboxAccounts(url: string): Promise<z.output<typeof Accounts>> {
  const { body } = await request(`${url}/admin/accounts`, { method: "POST", body: "{}" });
  return Accounts.parse(await body.json());
}
