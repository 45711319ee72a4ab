import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Which of our packages each package may depend on; pnpm lets it import no other. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  signatures: [],
  client: ["contract", "signatures"],
  listener: ["contract"],
  openapi: ["contract"],
  docs: ["core", "openapi"],
  core: ["contract"],
  storage: ["contract", "core"],
  channels: ["contract", "core"],
  webhooks: ["core"],
  "test-postgres": [],
  server: ["contract", "core", "listener", "signatures"],
  gateway: ["contract", "core", "listener"],
  sandbox: [],
  scenarios: ["contract", "core"],
  console: ["gateway"],
  purse: [
    "contract",
    "core",
    "storage",
    "channels",
    "listener",
    "server",
    "gateway",
    "webhooks",
    "openapi",
    "scenarios",
    "signatures",
  ],
};

test("packages depend in one direction", () => {
  const found = globSync("{apps,packages}/*/package.json", { cwd: root }).map((file) => {
    const { name, dependencies, devDependencies } = JSON.parse(
      readFileSync(join(root, file), "utf8"),
    );
    const names = Object.keys({ ...dependencies, ...devDependencies });
    const ours = names.filter((each) => each.startsWith("@purse/")).map((each) => each.slice(7));
    return [name.slice(7), ours.toSorted()];
  });
  const expected = Object.entries(mayImport).map(([name, ours]) => [name, ours.toSorted()]);
  expect(found.toSorted()).toEqual(expected.toSorted());
});

test("the console takes the gateway's type and nothing that runs", () => {
  const console = join(root, "apps/console/src");
  const runs = globSync("**/*.{ts,tsx}", { cwd: console }).filter((file) => {
    const text = readFileSync(join(console, file), "utf8");
    return /^import (?!type )[^;]*"@purse\//m.test(text);
  });
  expect(runs).toEqual([]);
});

test("core's nouns use the ledger and the channels but not each other", () => {
  const core = join(root, "packages/core/src");
  const crossing = globSync("*/*.ts", { cwd: core }).flatMap((file) => {
    const imports = readFileSync(join(core, file), "utf8").matchAll(
      /(?:from|import) "\.\.\/([\w-]+)\//g,
    );
    const own = dirname(file);
    // The operator is nobody's noun: it reaches into all of them.
    if (own === "operator") return [];
    const shared = [own, "ledger", "channels"];
    return [...imports].map(([, noun]) => noun ?? "").filter((noun) => !shared.includes(noun));
  });
  expect(crossing).toEqual([]);
});
