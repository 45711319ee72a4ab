import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { LongestFirst } from "./tests/harness/longest-first.ts";

// On the embedded database, one connection, races between replicas cannot happen: what is
// about them runs where DATABASE_URL names a PostgreSQL.
const onPostgres = process.env.DATABASE_URL !== undefined;

// The console is tried out in Debian's own browser, where there is one.
const hasChromium = existsSync("/usr/bin/chromium");

export default defineConfig({
  test: {
    include: ["{packages,apps}/*/src/**/*.test.ts", "tests/**/*.test.ts"],
    exclude: [
      // What needs registries and other languages: `pnpm test:consumers`, `pnpm test:compat`.
      "tests/consumers/**",
      "tests/compat/**",
      ...(onPostgres ? [] : ["tests/postgres/**"]),
      ...(hasChromium ? [] : ["tests/browser/**"]),
    ],
    typecheck: { enabled: true, include: ["{packages,apps}/*/src/**/*.test-d.ts"] },
    globalSetup: ["tests/harness/prepare-database.ts", "tests/harness/prepare-document.ts"],
    setupFiles: "tests/harness/hold-answers.ts",
    sequence: { sequencer: LongestFirst },
    // Files that come one behind the other in a worker share what they import: reading Purse, and
    // compiling openapi.yaml's schemas, for each anew was a third of all work.
    isolate: false,
    // A third of the time a test waits, for a timer or a process of its own: half as many workers
    // again as there are cores.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Processes that tests start read Purse's code as an earlier one has compiled it.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, "node_modules", ".cache", "node") },
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
