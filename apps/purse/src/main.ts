#!/usr/bin/env node
import { enableCompileCache, flushCompileCache } from "node:module";
import { join } from "node:path";

// Modules are read as an earlier start compiled them, and so are those of processes begun here.
const root = join(import.meta.dirname, "..", "..", "..");
process.env.NODE_COMPILE_CACHE ??= join(root, "node_modules", ".cache", "node");
enableCompileCache();

// Loaded behind it.
const { purseService } = await import("@purse/core");
const { run } = await import("./command.ts");
await run(purseService);
// Node keeps them when a process ends in order; one that is killed leaves them to the next as well.
flushCompileCache();
