import { readFileSync } from "node:fs";
import { join } from "node:path";
import { registry } from "@purse/contract";
import { expect, test } from "vitest";
import { operatorToken, usePurse } from "./harness/purse.ts";

const read = (name: string) => readFileSync(join(import.meta.dirname, "..", "ops", name), "utf8");
const files = ["alerts.yml", "alerts.test.yml", "dashboard.json"];
const purse = usePurse();

const found = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];

test.each(files)("every metric that %s names is on a live /metrics", async (file) => {
  const headers = { authorization: `Bearer ${operatorToken}` };
  const shown = await (await fetch(`${purse.url}/metrics`, { headers })).text();
  const live = new Map(
    [...shown.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => [name, type]),
  );
  const named = found(read(file), /\b(purse_[a-z0-9_]+)/g);
  expect(named.length).toBeGreaterThan(5);
  for (const name of named) {
    const histogram = name.replace(/_(bucket|sum|count)$/, "");
    expect([name, live.has(name) || live.get(histogram) === "histogram"]).toEqual([name, true]);
  }
});

test("every code that they name is in the registry, by its number or key", () => {
  const codes = found(files.map(read).join("\n").replaceAll("\\", ""), /\bcode=~?"([^"]+)"/g);
  expect(codes.length).toBeGreaterThan(5);
  const numbers = registry.entries.map(({ code }) => String(code));
  for (const pattern of codes.flatMap((each) => each.split("|"))) {
    const matches = numbers.filter((number) => new RegExp(`^(?:${pattern})$`).test(number));
    expect([pattern, matches.length > 0]).toEqual([pattern, true]);
  }
});

test("each alert says whether to wake somebody up, and what for", () => {
  const alerts = read("alerts.yml").split("- alert: ").slice(1);
  expect(alerts.length).toBeGreaterThan(10);
  for (const alert of alerts) {
    expect(alert).toMatch(/severity: (page|ticket)/);
    expect(alert).toMatch(/summary: ./);
  }
});
