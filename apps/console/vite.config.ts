import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

export default defineConfig({
  base: "/console/",
  plugins: [react()],
  build: { target: "es2023", modulePreload: { polyfill: false }, chunkSizeWarningLimit: 2000 },
  server: { proxy: { "^/(?!console/)": "http://127.0.0.1:3001" } },
});
