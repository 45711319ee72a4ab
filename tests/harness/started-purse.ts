import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { main } from "./command.ts";

interface Profile {
  readonly server_url: string;
  readonly gateway_url: string;
  readonly api_key: string;
  readonly merchant_wallet_id: string;
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface StartedPurse {
  readonly profile: Profile;
  /** Runs the command to its end beside it, as its user would. */
  readonly run: (
    words: readonly string[],
    more?: { readonly env?: NodeJS.ProcessEnv; readonly input?: string },
  ) => Promise<Ended>;
  /** Begins a command that does not end by itself; it is ended behind the tests. */
  readonly begin: (...words: string[]) => ReturnType<typeof spawn>;
}

/** `purse start` in a directory of its own, for all tests of a file. */
export function useStartedPurse(): StartedPurse {
  let directory = "";
  let profile: Profile;
  const children: ReturnType<typeof spawn>[] = [];
  const env = (more: NodeJS.ProcessEnv = {}) => ({
    ...process.env,
    DATABASE_URL: undefined,
    PURSE_DATA_DIR: directory,
    ...more,
  });
  function begin(words: readonly string[], more?: NodeJS.ProcessEnv) {
    const child = spawn(process.execPath, [main, ...words], { env: env(more) });
    children.push(child);
    return child;
  }
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "purse-started-"));
    const ports = { PURSE_SERVER_PORT: "0", PURSE_GATEWAY_PORT: "0", PURSE_SANDBOX_PORT: "0" };
    const started = begin(["start"], ports);
    for await (const chunk of started.stdout.setEncoding("utf8")) {
      if (String(chunk).includes("curl ")) break;
    }
    profile = JSON.parse(await readFile(join(directory, "profile.json"), "utf8"));
  }, 120_000);
  afterAll(async () => {
    const ends = children.map((child) => child.exitCode ?? once(child, "exit"));
    for (const child of children) child.kill("SIGTERM");
    await Promise.all(ends);
    await rm(directory, { recursive: true });
  });
  return {
    get profile() {
      return profile;
    },
    run: (words, { env: more, input = "" } = {}) =>
      new Promise((resolve) => {
        const child = execFile(
          process.execPath,
          [main, ...words],
          { env: env(more) },
          (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
        );
        child.stdin?.end(input);
      }),
    begin: (...words) => begin(words),
  };
}
