import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

test("every threat that SECURITY.md names has a defence, and a test that there is", () => {
  const page = readFileSync(join(root, "SECURITY.md"), "utf8");
  const rows = page.split("\n").filter((line) => /^\| (?!threat )/.test(line));
  expect(rows.length).toBeGreaterThan(15);
  for (const row of rows) {
    const [threat = "", defence = "", tests = ""] = row.split("|").slice(1, -1);
    expect([threat.trim(), defence.trim()], row).not.toContain("");
    const files = [...tests.matchAll(/`([^`]+)`/g)].map(([, file = ""]) => file);
    expect(files, row).not.toEqual([]);
    for (const file of files) {
      expect(file, row).toMatch(/\.test\.ts$|^\.ci\/run$/);
      expect(existsSync(join(root, file)), file).toBe(true);
    }
  }
});
