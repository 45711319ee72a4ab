import { defineConfig } from "rolldown";
import { dts } from "rolldown-plugin-dts";

/** What is published: one module and its types, with the contract and the signatures inside. */
export default defineConfig({
  input: "src/index.ts",
  platform: "neutral",
  external: /^zod(\/|$)/,
  plugins: [dts()],
  output: { dir: "dist", format: "es", cleanDir: true },
});
