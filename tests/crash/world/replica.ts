import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort } from "@purse/test-postgres";
import { main } from "../../harness/command.ts";
import { fakeTimeLibrary } from "./fake-time.ts";
import type { TcpProxy } from "./tcp-proxy.ts";

export const operatorToken = "operator-token-for-crashes";

export interface ReplicaOptions {
  readonly name: string;
  /** Where its log goes. */
  readonly directory: string;
  readonly databaseUrl: string;
  /** The way to the channels' sandbox. */
  readonly channels: Pick<TcpProxy, "port">;
  readonly keyConcurrency?: number;
  /** Whether its clock can be set, which costs each look at it something (true). */
  readonly hasClock?: boolean;
  /** Of another tree, for another version of the product. */
  readonly main?: string;
  /** A module that its process loads before anything else. */
  readonly preload?: string;
  /** For all replicas of a world that has live keys. */
  readonly secretKey?: string;
}

/** Less than the smallest jump, more than a busy machine's second. */
const clockErrorMs = 10_000;

/** `purse serve` in a process of its own, which comes back under the same address. */
export class Replica {
  readonly url: string;
  readonly gatewayUrl: string;
  /** The command that its next process runs. */
  main: string;
  readonly #options: ReplicaOptions;
  readonly #clock: string;
  #aheadSeconds = 0;
  #process: ChildProcess | undefined;

  private constructor(options: ReplicaOptions, ports: readonly [number, number]) {
    this.#options = options;
    this.main = options.main ?? main;
    this.#clock = join(options.directory, `${options.name}.clock`);
    this.url = `http://127.0.0.1:${ports[0]}`;
    this.gatewayUrl = `http://127.0.0.1:${ports[1]}`;
  }

  static async open(options: ReplicaOptions): Promise<Replica> {
    const replica = new Replica(options, [await freePort(), await freePort()]);
    await replica.setClock(0);
    await replica.start();
    return replica;
  }

  /** Sets its clock so many seconds ahead, or back: within two seconds it notices. */
  async setClock(seconds: number): Promise<void> {
    this.#aheadSeconds = seconds;
    await writeFile(this.#clock, `${seconds < 0 ? "" : "+"}${seconds}\n`);
  }

  get pid(): number {
    return this.#process!.pid!;
  }

  get isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  /** Starts it, unless it runs; whether it is ready is another matter. */
  async start(): Promise<void> {
    if (this.isRunning) return;
    const { directory, name, preload } = this.#options;
    const first = preload === undefined ? [] : ["--import", preload];
    const child = spawn(process.execPath, [...first, this.main, "serve"], {
      env: { ...process.env, ...(await this.#environment()) },
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.pipe(createWriteStream(join(directory, `${name}.log`), { flags: "a" }));
    this.#process = child;
  }

  /** Whether it says so, and by now has the clock that it was given last. */
  async isReady(): Promise<boolean> {
    try {
      const answer = await fetch(`${this.url}/readyz`, { signal: AbortSignal.timeout(1000) });
      const clock = Date.parse(answer.headers.get("date") ?? "") - this.#aheadSeconds * 1000;
      return answer.ok && Math.abs(clock - Date.now()) < clockErrorMs;
    } catch {
      return false;
    }
  }

  /** Resolves when it is ready; one that ended by itself while it started is started again. */
  async ready(deadlineMs = 30_000): Promise<void> {
    const deadline = performance.now() + deadlineMs;
    while (!(await this.isReady())) {
      if (performance.now() > deadline) throw new Error(`${this.#options.name} is not ready`);
      await this.start();
      await sleep(50);
    }
  }

  signal(signal: NodeJS.Signals): void {
    if (this.isRunning) this.#process!.kill(signal);
  }

  async kill(): Promise<void> {
    if (!this.isRunning) return;
    const exited = once(this.#process!, "exit");
    this.#process!.kill("SIGKILL");
    await exited;
  }

  /** Ends it in order; answers its exit code. */
  async end(): Promise<number | null> {
    if (!this.isRunning) return this.#process?.exitCode ?? null;
    const exited = once(this.#process!, "exit");
    this.#process!.kill("SIGTERM");
    const [code] = await exited;
    return code;
  }

  async log(): Promise<string> {
    return readFile(join(this.#options.directory, `${this.#options.name}.log`), "utf8");
  }

  async #environment(): Promise<NodeJS.ProcessEnv> {
    const { databaseUrl, channels, keyConcurrency, secretKey, hasClock = true } = this.#options;
    const library = hasClock ? await fakeTimeLibrary() : undefined;
    return {
      DATABASE_URL: databaseUrl,
      PURSE_SERVER_PORT: new URL(this.url).port,
      PURSE_GATEWAY_PORT: new URL(this.gatewayUrl).port,
      PURSE_OPERATOR_TOKEN: operatorToken,
      PURSE_ALIPAY_URL: `http://127.0.0.1:${channels.port}/alipay`,
      PURSE_WECHAT_URL: `http://127.0.0.1:${channels.port}/wechat`,
      PURSE_EGRESS: "any",
      PURSE_KEY_CONCURRENCY: String(keyConcurrency ?? 256),
      PURSE_LOG_LEVEL: "warn",
      ...(secretKey === undefined ? {} : { PURSE_SECRET_KEY: secretKey }),
      ...(library === undefined
        ? {}
        : {
            LD_PRELOAD: library,
            FAKETIME_TIMESTAMP_FILE: this.#clock,
            FAKETIME_CACHE_DURATION: "1",
            FAKETIME_DONT_FAKE_MONOTONIC: "1",
          }),
    };
  }
}
