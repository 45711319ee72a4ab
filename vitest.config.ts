import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,apps}/*/src/**/*.test.ts", "tests/**/*.test.ts"],
    typecheck: { enabled: true, include: ["{packages,apps}/*/src/**/*.test-d.ts"] },
  },
});
