import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { promisify } from "node:util";
import { main } from "../../harness/command.ts";
import { exchange } from "../../hostile/raw-exchange.ts";
import type { Recording } from "./recording.ts";

const run = promisify(execFile);
/** How long a process may take to open beside other tests, in milliseconds. */
const openMs = 60_000;

type Environment = Readonly<Record<string, string | undefined>>;

export interface Request {
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON, unless it is text already. */
  readonly body?: unknown;
  /** What the answer is there to show. */
  // biome-ignore lint/suspicious/noExplicitAny: as of the answer.
  readonly shows?: (data: any) => readonly string[];
}

/** A running process of Purse's. */
interface OverheardProcess {
  /** What the groups of the pattern matched in what it printed. */
  readonly matched: readonly string[];
  /** Ends it, and puts all that it has printed into the recording. */
  readonly end: (shown?: readonly string[]) => Promise<void>;
}

/** Runs Purse's commands and calls its HTTP, and records all that it tells. */
export function overhear(recording: Recording, env: Environment) {
  const children = new Set<ChildProcess>();
  const environment = (more: Environment) => ({ ...process.env, ...env, ...more });

  /** Runs a command to its end, however it ends; answers its stdout. */
  async function command(
    words: readonly string[],
    { more = {}, shows = () => [] }: CommandOptions = {},
  ): Promise<string> {
    const where = `purse ${words.join(" ")}`;
    const ended = run(process.execPath, [main, ...words], { env: environment(more) });
    const { stdout, stderr } = await ended.catch((failed) => failed);
    recording.hear(`${where}: stdout`, stdout, shows(stdout));
    recording.hear(`${where}: stderr`, stderr);
    return stdout;
  }

  /** Starts a process that listens; it is open when what it printed matches. */
  async function open(
    words: readonly string[],
    opened: RegExp,
    more: Environment = {},
  ): Promise<OverheardProcess> {
    const child = spawn(process.execPath, [main, ...words], { env: environment(more) });
    children.add(child);
    const printed = { stdout: "", stderr: "" };
    const matches = new Promise<RegExpExecArray>((resolve, reject) => {
      for (const stream of ["stdout", "stderr"] as const) {
        child[stream].setEncoding("utf8").on("data", (chunk: string) => {
          printed[stream] += chunk;
          const found = opened.exec(printed.stdout) ?? opened.exec(printed.stderr);
          if (found !== null) resolve(found);
        });
      }
      const late = () => reject(new Error(`${words} does not open: ${printed.stdout}`));
      setTimeout(late, openMs).unref();
      child.once("exit", () => reject(new Error(`${words} ended: ${printed.stderr}`)));
    });
    const [, ...matched] = await matches;
    async function end(shown: readonly string[] = []): Promise<void> {
      await ended(child);
      recording.hear(`${words.join(" ")}: stdout`, printed.stdout, shown);
      recording.hear(`${words.join(" ")}: stderr`, printed.stderr);
    }
    return { matched, end };
  }

  /** Calls a URL; answers the body, as JSON where it is that. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers whose schemas others check.
  async function call(method: string, url: string, request: Request = {}): Promise<any> {
    const { headers = {}, body, shows = () => [] } = request;
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const type = body === undefined ? {} : { "Content-Type": "application/json" };
    const init = { method, headers: { ...type, ...headers } };
    const answer = await fetch(url, text === undefined ? init : { ...init, body: text });
    const told = await answer.text();
    const json = answer.headers.get("Content-Type")?.includes("json") ? JSON.parse(told) : told;
    const head = JSON.stringify([...answer.headers]);
    const where = `${method} ${new URL(url).pathname}`;
    recording.hear(`${where}: ${answer.status}`, head + told, shows(json));
    return json;
  }

  /** Sends bytes that no client would. */
  async function send(url: string, bytes: string): Promise<void> {
    recording.hear("raw bytes", JSON.stringify(await exchange(url, bytes)));
  }

  /** Ends what a failed test has left running. */
  async function close(): Promise<void> {
    for (const child of children) await ended(child);
  }

  return { command, open, call, send, close };
}

export type OverheardPurse = ReturnType<typeof overhear>;

interface CommandOptions {
  /** Settings of this command alone. */
  readonly more?: Environment;
  /** What its stdout is there to show. */
  readonly shows?: (stdout: string) => readonly string[];
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
