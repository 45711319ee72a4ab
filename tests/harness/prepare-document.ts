import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { parse } from "yaml";

declare module "vitest" {
  interface ProvidedContext {
    /** The file that holds openapi.yaml as JSON, which is read a hundred times as fast. */
    openapiJson: string;
  }
}

/** Reads openapi.yaml once, for the test files that hold answers against it. */
export default async function prepareDocument(project: TestProject): Promise<() => Promise<void>> {
  const yaml = await readFile(join(import.meta.dirname, "..", "..", "openapi.yaml"), "utf8");
  const directory = await mkdtemp(join(tmpdir(), "purse-openapi-"));
  const file = join(directory, "openapi.json");
  // Half of it is examples, which nothing is held against.
  const isExamples = (name: string) => name === "examples";
  const json = JSON.stringify(parse(yaml), (name, value) => (isExamples(name) ? undefined : value));
  await writeFile(file, json);
  project.provide("openapiJson", file);
  return () => rm(directory, { recursive: true });
}
