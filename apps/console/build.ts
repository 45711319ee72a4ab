import { createHash } from "node:crypto";
import { globSync, rmSync } from "node:fs";
import { readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";

// Builds the console, unless what is there was built from these very files, and prints where it is.

const root = import.meta.dirname;
const dist = join(root, "dist");

async function builtFrom(): Promise<string> {
  const own = ["index.html", "package.json", "vite.config.ts", "{src,public}/**/*.*"];
  const files = globSync(own, { cwd: root }).toSorted();
  const hash = createHash("sha256");
  for (const file of [...files, "../../pnpm-lock.yaml"]) {
    hash.update(`${file}\0`).update(await readFile(join(root, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

const target = join(dist, await builtFrom());
const there = await readdir(dist).catch(() => []);
if (!there.some((name) => join(dist, name) === target)) {
  const making = `${target}.${process.pid}`;
  process.once("SIGTERM", () => {
    rmSync(making, { recursive: true, force: true });
    process.exit(1);
  });
  // Loaded only where it is needed: mostly there is nothing to build.
  const { build } = await import("vite");
  await build({ root, logLevel: "error", build: { outDir: making, emptyOutDir: true } });
  // Another process may have built the same in the meantime.
  await rename(making, target).catch(() => rm(making, { recursive: true }));
  const old = there.filter((name) => !name.includes("."));
  for (const name of old) await rm(join(dist, name), { recursive: true, force: true });
}
console.log(target);
