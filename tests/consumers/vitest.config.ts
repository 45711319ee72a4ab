import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/consumers/*.test.ts"],
    globalSetup: "tests/harness/prepare-database.ts",
    // Registries are asked for what a machine has not yet.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
