import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

export const root = join(import.meta.dirname, "..", "..");

/** Runs a program to its end, and gives what it wrote; throws that too when it fails. */
export async function run(
  cwd: string,
  env: NodeJS.ProcessEnv,
  program: string,
  ...words: readonly string[]
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const options = { cwd, env: { ...process.env, ...env }, maxBuffer: 2 ** 26 };
  return promisify(execFile)(program, words, options).catch((error) => {
    throw new Error(`${program} ${words.join(" ")}\n${error.stdout}\n${error.stderr}`);
  });
}

/** Tells how long something took. */
export async function timed<Result>(what: string, work: Promise<Result>): Promise<Result> {
  const begun = performance.now();
  const result = await work;
  console.log(`${what}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return result;
}

/** Writes a page's first block of a language to a file. */
export async function extract(page: string, language: string, file: string): Promise<void> {
  const text = await readFile(join(root, page), "utf8");
  const [, code] = new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "s").exec(text) ?? [];
  if (code === undefined) throw new Error(`${page} has no block of ${language}`);
  await writeFile(file, `${code}\n`);
}
