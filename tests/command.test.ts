import { execFile, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openEmbedded } from "@purse/storage";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { main } from "./harness/command.ts";

// Each test runs processes, which take their time on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const run = promisify(execFile);
let directory: string;
let env: NodeJS.ProcessEnv;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "purse-command-"));
  env = { ...process.env, PURSE_DATA_DIR: directory, DATABASE_URL: undefined };
});
// What was started may write what it compiled until it has ended.
afterAll(() => rm(directory, { recursive: true, maxRetries: 10 }));

const purse = (...words: string[]) => run(process.execPath, [main, ...words], { env });

describe("purse errors", () => {
  test.each([
    [["10001"], /^10001 wallet_not_exist\n/],
    [["-1"], /^-1 unknown\n/],
    [["wallet_not_under_api_key"], /^100035 wallet_not_exist\n/],
    [["红包"], /100019 .*\n.*100031 /],
    [[], /^ {1}10001 /],
  ])("%j finds what it should", async (words, expected) => {
    expect((await purse("errors", ...words)).stdout).toMatch(expected);
  });

  test("prints JSON for scripts", async () => {
    const { stdout } = await purse("errors", "--json");
    expect(JSON.parse(stdout)).toHaveLength(65);
  });

  test("fails when nothing is found", async () => {
    await expect(purse("errors", "no such thing")).rejects.toMatchObject({ code: 1, stdout: "" });
  });
});

test("every command explains itself", async () => {
  const commands = [
    "start",
    "serve",
    "migrate",
    "keys",
    "seed",
    "openapi",
    "ledger",
    "errors",
    "secrets",
  ];
  for (const command of commands) {
    expect((await purse(command, "--help")).stdout).toMatch(new RegExp(`^Usage: purse ${command}`));
  }
});

test.each([
  [{ PURSE_SERVER_PORT: "70000" }, "PURSE_SERVER_PORT: expected a port from 0 to 65535"],
  [{ DATABASE_URL: "mysql://x/y" }, "DATABASE_URL: expected a postgres:// URL"],
  [{ PURSE_OPERATOR_TOKEN: "short" }, "PURSE_OPERATOR_TOKEN: expected 16 to 256 printable"],
  [{ PURSE_LOG_LEVEL: "loud" }, "PURSE_LOG_LEVEL: expected trace, debug"],
])("a bad setting is refused by its name: %j", async (setting, message) => {
  const started = run(process.execPath, [main, "start"], { env: { ...env, ...setting } });
  await expect(started).rejects.toMatchObject({ code: 1 });
  await expect(started).rejects.toThrow(message);
});

test("seed makes two merchants with keys and funded wallets, and the ledger holds", async () => {
  const { merchants } = JSON.parse((await purse("seed", "--json")).stdout);
  expect(merchants).toHaveLength(2);
  for (const merchant of merchants) {
    expect(merchant).toEqual({
      merchant_id: expect.stringMatching(/^mer_/),
      api_key: expect.stringMatching(/^purse_test_[\w-]{43}$/),
      key_id: expect.stringMatching(/^key_/),
      signing_secret: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      merchant_wallet_id: expect.stringMatching(/^wal_/),
      user_wallet_ids: [expect.stringMatching(/^wal_/), expect.stringMatching(/^wal_/)],
    });
  }
  const report = JSON.parse((await purse("ledger", "check", "--json")).stdout);
  expect(report).toEqual({
    ok: true,
    checked: { entries: 4, postings: 8, accounts: 6 },
    violations: [],
  });
  const { stdout, stderr } = await purse("ledger", "check");
  expect(stdout).toBe("4 entries, 8 postings, 6 accounts\nevery invariant holds\n");
  expect(stderr).toContain("\n8 rows: a posting's balance_after follows from the one before\n");
});

test("keys of ed25519 are made from a public key's file, listed, and end", async () => {
  const file = join(directory, "public.pem");
  const { publicKey } = generateKeyPairSync("ed25519");
  await writeFile(file, publicKey.export({ format: "pem", type: "spki" }));
  const made = await purse(
    "keys",
    "create",
    "SHOP",
    "--live",
    "--alg",
    "ed25519",
    "--public-key",
    file,
    "--json",
  );
  const { key_id, api_key, algorithm, signing_secret } = JSON.parse(made.stdout);
  expect(api_key).toMatch(/^purse_live_/);
  expect([algorithm, signing_secret]).toEqual(["ed25519", null]);
  const ends = "2099-01-31T00:00:00Z";
  const hmac = await purse("keys", "create", "SHOP", "--not-after", ends);
  expect(hmac.stdout).toMatch(/^purse_test_.*\nsigning secret [A-Za-z0-9+/]{43}=\n/);
  const { stdout } = await purse("keys", "list");
  expect(stdout).toMatch(new RegExp(`SHOP \\(live\\)\n  ${key_id}  ed25519  used never  active\n`));
  expect(stdout).toMatch(/ {2}hmac-sha256 {2}used never {2}ends 2099-01-31T00:00:00.000Z\n/);
  const bad = purse("keys", "create", "SHOP", "--not-after", "tomorrow");
  await expect(bad).rejects.toThrow("expected a time as 2027-01-31T00:00:00Z");
});

test("ledger check says what is broken and fails, as text and as JSON", async () => {
  const change = async (statement: string) => {
    const database = await openEmbedded(directory);
    await database.sqlTransaction(({ run }) => run(statement));
    await database.close();
  };
  await change("update accounts set held = 1 where id = 1");
  const broken = "BROKEN 1: what an account holds is the sum of its pending holds\n";
  await expect(purse("ledger", "check")).rejects.toMatchObject({
    code: 1,
    stdout: `${broken}4 entries, 8 postings, 6 accounts\n`,
  });
  const failed = await purse("ledger", "check", "--json").catch((error) => error);
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.stdout)).toMatchObject({ ok: false, violations: [{ subject: "1" }] });
  await change("update accounts set held = 0 where id = 1");
});

test("start prints payments that work as they stand, and ends in order", async () => {
  const ports = { PURSE_SERVER_PORT: "0", PURSE_GATEWAY_PORT: "0", PURSE_SANDBOX_PORT: "0" };
  const started = spawn(process.execPath, [main, "start"], { env: { ...env, ...ports } });
  try {
    let printed = "";
    for await (const chunk of started.stdout.setEncoding("utf8")) {
      printed += chunk;
      if (printed.split("\n  -d ").length === 3 && printed.endsWith("\n")) break;
    }
    const [byBalance = "", byAlipay = ""] = printed.match(/^curl (.*\\\n)+.*$/gm) ?? [];
    const paste = async (line: string) => JSON.parse((await run("sh", ["-c", line])).stdout);
    expect(await paste(byBalance)).toMatchObject({
      code: 0,
      message: "success",
      data: { status: "paid", amount: 1250 },
    });
    // The same second gives the same order number.
    await new Promise((resolve) => setTimeout(resolve, 1000));
    const { data } = await paste(byAlipay);
    expect(data).toMatchObject({ status: "waiting", action: { type: "qr_code" } });
    await fetch(data.action.value, { method: "POST" });
    const [, serverUrl] = /server +(\S+)/.exec(printed) ?? [];
    const [key = ""] = /purse_test_[\w-]+/.exec(printed) ?? [];
    const read = await fetch(`${serverUrl}/v1/charges/${data.id}`, {
      headers: { "X-API-KEY": key },
    });
    expect(await read.json()).toMatchObject({ code: 0, data: { status: "paid" } });
    // It has the database for itself, and checks it for whoever asks.
    const { stdout, stderr } = await purse("ledger", "check");
    expect(stdout).toMatch(/^\d+ entries, \d+ postings, \d+ accounts\nevery invariant holds\n$/);
    expect(stderr).toContain("rows: no wallet is overdrawn");
  } finally {
    started.kill("SIGTERM");
  }
  const [code] = await once(started, "exit");
  expect(code).toBe(0);
});

test("start's sandbox ends with it, however it ends; what it compiled stays for the next", async () => {
  const compiled = join(directory, "compiled");
  const ports = { PURSE_SERVER_PORT: "0", PURSE_GATEWAY_PORT: "0", PURSE_SANDBOX_PORT: "0" };
  const started = spawn(process.execPath, [main, "start"], {
    env: { ...env, ...ports, NODE_COMPILE_CACHE: compiled },
  });
  let printed = "";
  for await (const chunk of started.stdout.setEncoding("utf8")) {
    printed += chunk;
    if (/sandbox +\S+ /.test(printed)) break;
  }
  const [, url = ""] = /sandbox +(\S+) /.exec(printed) ?? [];
  const isUp = () =>
    fetch(`${url}/admin/faults`).then(
      ({ ok }) => ok,
      () => false,
    );
  expect(await isUp()).toBe(true);
  const files = async () => (await readdir(compiled, { recursive: true })).length;
  await expect.poll(files, { timeout: 5000 }).toBeGreaterThan(500);
  started.kill("SIGKILL");
  await once(started, "exit");
  await expect.poll(isUp, { timeout: 5000 }).toBe(false);
});

test("a worker alone tells how it is, and ends in order", async () => {
  const token = "operator-token-of-a-worker";
  const started = spawn(process.execPath, [main, "serve", "--only", "worker"], {
    env: { ...env, PURSE_WORKER_PORT: "0", PURSE_OPERATOR_TOKEN: token },
  });
  let log = "";
  for await (const chunk of started.stderr.setEncoding("utf8")) {
    log += chunk;
    if (log.includes('"listening"')) break;
  }
  expect(log).toContain('"working"');
  const [, url = ""] = /"urls":\["([^"]+)"\]/.exec(log) ?? [];
  const status = async (path: string) => (await fetch(url + path)).status;
  expect(await Promise.all(["/healthz", "/readyz", "/"].map(status))).toEqual([200, 200, 404]);
  expect(await status("/metrics")).toBe(401);
  const shown = await fetch(`${url}/metrics`, { headers: { Authorization: `Bearer ${token}` } });
  const text = await shown.text();
  expect(text).toContain('purse_requests_in_flight{listener="worker"}');
  expect(text).toContain("# TYPE purse_jobs");
  started.kill("SIGTERM");
  const [code] = await once(started, "exit");
  expect(code).toBe(0);
});
