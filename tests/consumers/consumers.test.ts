import { randomUUID } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@purse/client";
import type { Signer } from "@purse/signatures";
import { afterAll, beforeAll, expect, test } from "vitest";
import { usePurse } from "../harness/purse.ts";
import { adjust } from "../harness/requests.ts";
import { signingKey } from "../harness/signing.ts";
import { compileTypeScript, generate, installPython, maven } from "./clients.ts";
import { run, timed } from "./programs.ts";

const purse = usePurse();
let out: string;
let complaints: readonly string[];
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), "purse-consumers-"));
  const python = timed("Python's dependencies", installPython(out));
  complaints = await timed("openapi-generator, and Java compiled", generate(out));
  await python;
});
afterAll(() => rm(out, { recursive: true }));

/** A live key, with a user's wallet that has 1000 fen. */
async function keyholder(algorithm: Signer["algorithm"]) {
  const key = await signingKey(purse, randomUUID(), "live", algorithm);
  const client = createClient({ url: purse.url, apiKey: key.api_key, signer: key.signer });
  const payer = await client.wallets.create({ type: "user", name: "payer" });
  await adjust(purse, payer.id, 1000);
  const privateKey = join(out, `${key.key_id}.pem`);
  await writeFile(privateKey, key.privateKey);
  const env = {
    PURSE_URL: purse.url,
    PURSE_API_KEY: key.api_key,
    PURSE_KEY_ID: key.key_id,
    PURSE_SECRET: key.secret,
    PURSE_PRIVATE_KEY: privateKey,
    PURSE_PAYER_WALLET_ID: payer.id,
  };
  return { client, payer, env };
}

/** A program pays 300, gets 100 back, and tells three refusals apart by their codes' constants. */
async function expectToPay(
  algorithm: Signer["algorithm"],
  program: (env: NodeJS.ProcessEnv) => Promise<{ readonly stdout: string }>,
) {
  const { client, payer, env } = await keyholder(algorithm);
  const { stdout } = await program(env);
  expect(JSON.parse(stdout)).toEqual({
    charge: "paid",
    refund: "succeeded",
    refusals: [
      "the payer is short of money",
      "there is no such charge",
      "there is a wallet already",
    ],
  });
  const wallet = await client.wallets.get({ wallet_id: payer.id });
  expect(wallet.balances).toMatchObject([{ available: 800 }]);
}

test("openapi-generator finds no fault with the document", () => {
  expect(complaints).toEqual([]);
});

test("Python", async () => {
  const folder = join(out, "python");
  const compiler = ["-W", "error", "-m", "compileall", "-q", "purse", "pay.py", "signing.py"];
  await timed("Python compiled", run(folder, {}, "python3", ...compiler));
  const libraries = { PYTHONPATH: join(out, "libraries") };
  const pay = (env: NodeJS.ProcessEnv) =>
    run(folder, { ...env, ...libraries }, "python3", "pay.py");
  await timed("Python paid", expectToPay("hmac-sha256", pay));
});

test("Go", async () => {
  const folder = join(out, "go");
  await timed("Go compiled", run(folder, {}, "go", "vet", "./..."));
  const pay = (env: NodeJS.ProcessEnv) => run(folder, env, "go", "run", ".");
  await timed("Go paid", expectToPay("ed25519", pay));
});

test("Java", async () => {
  const java = ["exec:exec", "-Dexec.executable=java", "-Dexec.args=-cp %classpath Pay"];
  const pay = (env: NodeJS.ProcessEnv) => maven(out, env, ...java);
  await timed("Java paid", expectToPay("hmac-sha256", pay));
});

test("TypeScript, and the published client by its README", async () => {
  await timed("TypeScript compiled, @purse/client packed", compileTypeScript(out));
  const folder = join(out, "typescript/out");
  const pay = (env: NodeJS.ProcessEnv) => run(folder, env, process.execPath, "pay.js");
  await timed("TypeScript paid", expectToPay("ed25519", pay));

  const { env } = await keyholder("hmac-sha256");
  const { stdout } = await run(folder, env, process.execPath, "example.js");
  expect(stdout).toMatch(/^200006 payer_wallet_id .+\npayer\n安妮\n$/);
});
