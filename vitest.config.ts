import { existsSync } from "node:fs";
import { defineConfig } from "vitest/config";

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
    // vitest would leave one core idle, and here that is half of them.
    maxWorkers: "100%",
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
