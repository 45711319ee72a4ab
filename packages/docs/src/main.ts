import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openapiYaml } from "@purse/openapi";
import { stateMachinesPage } from "./state-machines.ts";

const root = join(import.meta.dirname, "..", "..", "..");

const comment = "# Generated from packages/contract by `pnpm generate`. Do not edit.\n";

/** The files that are made from the code, committed, and never edited. */
const generated = [
  { path: "openapi.yaml", text: comment + openapiYaml() },
  { path: "docs/state-machines.md", text: stateMachinesPage() },
];

if (process.argv.includes("--check")) {
  for (const { path, text } of generated) {
    const difference = firstDifference(await readFile(join(root, path), "utf8"), text);
    if (difference === undefined) continue;
    console.error(`${path} is stale: run \`pnpm generate\`\n${difference}`);
    process.exitCode = 1;
  }
} else {
  for (const { path, text } of generated) await writeFile(join(root, path), text);
}

function firstDifference(found: string, wanted: string): string | undefined {
  if (found === wanted) return undefined;
  const [foundLines, wantedLines] = [found.split("\n"), wanted.split("\n")];
  const line = wantedLines.findIndex((text, index) => text !== foundLines[index]);
  const at = line < 0 ? wantedLines.length : line;
  return `line ${at + 1}\n- ${foundLines[at] ?? ""}\n+ ${wantedLines[at] ?? ""}`;
}
