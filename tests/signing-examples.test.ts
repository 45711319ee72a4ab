import { execFile } from "node:child_process";
import { accessSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { type SigningKeyholder, signingKey } from "./harness/signing.ts";

const run = promisify(execFile);
const page = await readFile(join(import.meta.dirname, "..", "docs", "signing.md"), "utf8");
const purse = usePurse();
let directory: string;
const keys: Record<string, SigningKeyholder> = {};
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "purse-signing-"));
  keys.ed25519 = await signingKey(purse, "shop", "live", "ed25519");
  keys.hmac = await signingKey(purse, "shop", "live", "hmac-sha256");
});
afterAll(() => rm(directory, { recursive: true }));

/** Whether a machine has a program; CI installs all of them, see .ci/run. */
function has(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program));
      return true;
    } catch {
      return false;
    }
  });
}
const inCi = process.env.CI !== undefined;

type Example = [language: string, algorithm: string, program: string, ...words: string[]];
const examples: readonly Example[] = [
  ["ts", "ed25519", process.execPath],
  ["python", "hmac", "python3"],
  ["go", "ed25519", "go", "run"],
  ["sh", "hmac", "sh"],
];
// Purse's own suite asks for Node alone: what else a person has not is tried in CI.
const runnable = examples.filter(
  ([, , program]) => inCi || program.startsWith("/") || has(program),
);

test.each(runnable)(
  "the example in %s works as it stands (%s)",
  async (...example) => {
    const [language, algorithm, program, ...words] = example;
    const [, code] = new RegExp(`\`\`\`${language}\n(.*?)\n\`\`\``, "s").exec(page) ?? [];
    const file = join(directory, `example.${language === "ts" ? "mts" : language}`);
    await writeFile(file, code!);
    const key = keys[algorithm]!;
    const privateKey = join(directory, "private.pem");
    await writeFile(privateKey, key.privateKey);
    const { stdout } = await run(program, [...words, file], {
      env: {
        ...process.env,
        PURSE_URL: purse.url,
        PURSE_API_KEY: key.api_key,
        PURSE_KEY_ID: key.key_id,
        PURSE_SECRET: key.secret,
        PURSE_PRIVATE_KEY: privateKey,
      },
    });
    expect(JSON.parse(stdout)).toMatchObject({ code: 0, data: { type: "user", name: "Ann" } });
  },
  60_000,
);
