import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/compat/*.test.ts"],
    // The Go module proxy is asked for oasdiff when a machine has it not yet.
    hookTimeout: 600_000,
  },
});
