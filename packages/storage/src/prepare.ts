import { keptNewFiles } from "./new-files.ts";

// Part of an install, so that no start has to wait for it.
await keptNewFiles();
