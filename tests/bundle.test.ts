import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { rolldown } from "rolldown";
import { expect, test } from "vitest";

const contract = join(import.meta.dirname, "..", "packages", "contract", "src");

async function bundle(entry: string, external: string[] = []): Promise<string> {
  const build = await rolldown({ input: join(contract, entry), platform: "browser", external });
  const { output } = await build.generate({ format: "iife", name: "purse", minify: true });
  await build.close();
  return output[0].code;
}

test("the contract works in a browser", async () => {
  const code = await bundle("index.ts");
  expect(code).not.toMatch(/\brequire\(|node:/);
  // A context of its own has the language's globals and none of Node's.
  const context = createContext({ URL, TextEncoder });
  const answer = runInContext(
    `${code};
    const body = { code: 200006, message: "balance_insufficient", data: null };
    const result = purse.parseEnvelope(purse.Charge, body);
    JSON.stringify([result.ok, result.error.key, result.error.is("balance_insufficient")])`,
    context,
  );
  expect(answer).toBe('[false,"balance_insufficient",true]');
});

test("the registry weighs less than 12 kB", async () => {
  const bytes = gzipSync(await bundle("registry/index.ts", ["zod"])).length;
  console.log(`@purse/contract/registry: ${bytes} bytes gzipped, without zod`);
  expect(bytes).toBeLessThan(12_000);
});
