import { existsSync } from "node:fs";
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { brokenPromises } from "./registry-rules.ts";
import { codesNow, codesReleased, documents, releasedRegistry } from "./release.ts";

// `pnpm cut-release`: what is promised from now on is the document and the codes as they are.

const broken = existsSync(releasedRegistry) ? brokenPromises(codesReleased(), codesNow) : [];
if (broken.length > 0) throw new Error(`no version may break this:\n${broken.join("\n")}`);
await mkdir(dirname(releasedRegistry), { recursive: true });
await copyFile(documents.now, documents.released);
await writeFile(releasedRegistry, `${JSON.stringify(codesNow, null, 2)}\n`);
