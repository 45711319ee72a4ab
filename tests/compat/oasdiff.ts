import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const version = "1.37.0";
const cache = join(import.meta.dirname, "..", "..", "node_modules", ".cache");
const directory = join(cache, `oasdiff-${version}`);
const command = join(directory, "oasdiff");
// What oasdiff finds harmless and we do not.
const levels = join(import.meta.dirname, "severity-levels.txt");

/** Builds oasdiff from the Go module proxy, unless that was done before. */
export async function install(): Promise<void> {
  if (existsSync(command)) return;
  const env = { ...process.env, GOBIN: directory };
  await run("go", ["install", `github.com/oasdiff/oasdiff@v${version}`], { env });
}

interface Change {
  readonly id: string;
  readonly text: string;
  readonly operation?: string;
  readonly path?: string;
}

/** What in a document would break a client made of another: a line each. */
export async function breakingChanges(released: string, now: string): Promise<string[]> {
  const options = ["--severity-levels", levels, "--format", "json"];
  const { stdout } = await run(command, ["breaking", released, now, ...options], {
    maxBuffer: 2 ** 26,
  });
  const changes: readonly Change[] = JSON.parse(stdout);
  return changes
    .filter((change) => !isFurtherCode(change))
    .map(({ id, text, operation, path }) => `${operation} ${path}: ${text} [${id}]`);
}

/** Codes may become more at any time: clients go by the status of one that they do not know. */
function isFurtherCode({ id, text }: Change): boolean {
  return id === "response-property-enum-value-added" && text.includes("to the `code` response");
}
