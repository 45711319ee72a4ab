import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const script = join(import.meta.dirname, "wrk.lua");

export interface Load {
  readonly clients: number;
  readonly seconds: number;
  /** As they go over the wire; more than can be sent in that time. */
  readonly requests: readonly Buffer[];
}

export interface Outcome {
  readonly answered: number;
  readonly perSecond: number;
  readonly p99Ms: number;
}

/** Sends requests as fast as they are answered, by wrk; one that is not answered 2xx is thrown. */
export async function sendByWrk(url: string, load: Load): Promise<Outcome> {
  const { clients, seconds, requests } = load;
  const directory = await mkdtemp(join(tmpdir(), "wrk-"));
  try {
    const file = join(directory, "requests");
    const lengths = requests.map((request) => Buffer.from(`${request.length}\n`));
    await writeFile(file, Buffer.concat(requests.flatMap((one, at) => [lengths[at] ?? one, one])));
    const how = ["-t1", `-c${clients}`, `-d${seconds}s`, "--timeout", "30s", "-s", script];
    const { stdout } = await promisify(execFile)("wrk", [...how, url, "--", file]);
    const { answered, failed, ...rest } = JSON.parse(stdout.slice(stdout.lastIndexOf("{")));
    if (failed > 0) throw new Error(`${failed} of ${answered} requests failed:\n${stdout}`);
    return { answered, perSecond: answered / rest.seconds, p99Ms: rest.p99Ms };
  } finally {
    await rm(directory, { recursive: true });
  }
}
