import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edited, root } from "./copy.ts";
import { saboteurs } from "./saboteurs.ts";

test.each(saboteurs)("the product has the place that is broken so that $name", async (saboteur) => {
  const whole = new Map<string, string>();
  for (const { file } of saboteur.edits) whole.set(file, await readFile(join(root, file), "utf8"));
  expect(edited(saboteur, whole)).not.toEqual(whole);
});
