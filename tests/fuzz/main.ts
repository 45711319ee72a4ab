import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { main } from "../harness/command.ts";

// `pnpm test:fuzz [options of schemathesis]`: schemathesis makes requests from openapi.yaml, sends
// them to a Purse with the channels' sandbox, and holds every answer against the document. The
// database is a new embedded one, or what DATABASE_URL names; its books must balance at the end.
// FUZZ_EXAMPLES makes it shorter: so many requests an operation, and scenarios, at most.

const run = promisify(execFile);
const root = join(import.meta.dirname, "..", "..");
const { FUZZ_EXAMPLES: examples } = process.env;
const casesMin = 5000;

const schemathesis = await installed();
const directory = await mkdtemp(join(tmpdir(), "purse-fuzz-"));
try {
  process.exitCode = await fuzz(schemathesis, directory);
} finally {
  await rm(directory, { recursive: true, force: true });
}

/** schemathesis in an environment of its own, kept between runs. */
async function installed(): Promise<string> {
  const requirements = join(import.meta.dirname, "requirements.txt");
  const [, version = ""] = /==(\S+)/.exec(await readFile(requirements, "utf8")) ?? [];
  const environment = join(root, "node_modules", ".cache", `schemathesis-${version}`);
  const command = join(environment, "bin", "schemathesis");
  if (existsSync(command)) return command;
  await run("python3", ["-m", "venv", "--clear", environment]);
  await run(join(environment, "bin", "pip"), ["install", "--quiet", "-r", requirements]);
  return command;
}

async function fuzz(command: string, dataDirectory: string): Promise<number> {
  const settings = {
    ...process.env,
    PURSE_DATA_DIR: dataDirectory,
    PURSE_SERVER_PORT: "0",
    PURSE_GATEWAY_PORT: "0",
    PURSE_SANDBOX_PORT: "0",
    PURSE_EGRESS: "any",
    PURSE_LOG_LEVEL: "error",
  };
  const purse = spawn(process.execPath, [main, "start"], {
    env: settings,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(purse, "exit");
  let status: number;
  try {
    const { server, sandbox } = await urlsOf(purse.stdout);
    status = await attack(command, server, await merchantAt(server, sandbox, dataDirectory));
  } finally {
    purse.kill("SIGTERM");
    await ended;
  }
  const { stdout } = await run(process.execPath, [main, "ledger", "check"], { env: settings });
  console.log(stdout);
  return status;
}

/** Where `purse start` says that it listens. */
async function urlsOf(output: NodeJS.ReadableStream): Promise<{ server: string; sandbox: string }> {
  let server = "";
  let sandbox = "";
  for await (const line of createInterface({ input: output })) {
    server = /^ +server +(\S+)/.exec(line)?.[1] ?? server;
    sandbox = /^ +sandbox +(\S+)/.exec(line)?.[1] ?? sandbox;
    if (server !== "" && sandbox !== "") return { server, sandbox };
  }
  throw new Error("purse start ended");
}

/** The demo merchant, with accounts at the sandbox whose keys are known here. */
async function merchantAt(server: string, sandbox: string, dataDirectory: string) {
  const merchant = JSON.parse(await readFile(join(dataDirectory, "demo.json"), "utf8"));
  const made = await fetch(`${sandbox}/admin/accounts`, { method: "POST", body: "{}" });
  const accounts: Readonly<Record<string, object>> = JSON.parse(await made.text());
  for (const channel of ["alipay", "wechat"]) {
    const url = `${server}/v1/wallets/${merchant.merchant_wallet_id}/channels/${channel}`;
    const headers = { "Content-Type": "application/json", "X-API-KEY": merchant.api_key };
    const body = JSON.stringify(accounts[channel]);
    const answer = await fetch(url, { method: "PUT", headers, body });
    if (!answer.ok) throw new Error(`${url}: ${await answer.text()}`);
  }
  return { ...merchant, accounts };
}

async function attack(
  command: string,
  server: string,
  merchant: { readonly api_key: string },
): Promise<number> {
  const config = join(import.meta.dirname, "schemathesis.toml");
  const document = join(root, "openapi.yaml");
  const options = process.argv.slice(2);
  const shorter = examples === undefined ? [] : ["--max-examples", examples];
  const child = spawn(
    command,
    ["--config-file", config, "run", document, "--url", server, ...shorter, ...options],
    {
      cwd: import.meta.dirname,
      env: {
        ...process.env,
        PURSE_API_KEY: merchant.api_key,
        PURSE_FUZZ: JSON.stringify(merchant),
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  let cases = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    cases = Number(/^ +(\d+) generated/.exec(line)?.[1] ?? cases);
  }
  if (child.exitCode === null) await once(child, "exit");
  if (child.exitCode !== 0) return 1;
  if (cases >= casesMin || options.length > 0) return 0;
  console.error(`${cases} cases are too few to prove anything: expected ${casesMin}`);
  return 1;
}
