import { execFile } from "node:child_process";
import { globSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { z } from "zod";

const run = promisify(execFile);

const root = join(import.meta.dirname, "..");

const core = "packages/core/src/probe.ts";
const storage = "packages/storage/src/probe.ts";

/** Of each ban in lint/: a file, lines that it must catch one by one, and lines that it must not. */
const bans = [
  {
    ban: "number-of-text",
    message: /^Money is|^z.coerce/,
    file: "packages/channels/src/probe.ts",
    caught: [
      'export const fen = Number("9.8") * 100;',
      "export const all = (texts: string[]) => texts.map(Number);",
      "export const schema = z.string().transform(Number);",
      'export const part = Number.parseFloat("19.90");',
      'export const whole = parseInt("12 yuan", 10);',
      "export const amount = z.coerce.number();",
      "export const yuan = (fen: number) => (fen / 100).toFixed(2);",
    ],
    free: ["export const safe = Number.isSafeInteger(1);", "export const max = Number.MAX_VALUE;"],
  },
  {
    ban: "weak-randomness",
    message: /^Math.random/,
    file: core,
    caught: [
      "export const id = () => Math.random().toString(36);",
      "export const random = [Math.random];",
    ],
    free: ["export const rounded = Math.round(1.5);"],
  },
  {
    ban: "object-assign",
    message: /^Object.assign/,
    file: "apps/server/src/probe.ts",
    caught: ["export const body = Object.assign({}, JSON.parse(text));"],
    free: ["export const body = { ...JSON.parse(text) };"],
  },
  {
    ban: "outbound-http",
    message: /^fetch follows|^Redirects/,
    file: "packages/webhooks/src/probe.ts",
    caught: [
      "export const sent = await fetch(url);",
      'export const again = await globalThis.fetch(url, { redirect: "follow" });',
      "export const agent = new Agent().compose(interceptors.redirect({ maxRedirections: 3 }));",
    ],
    free: ["export const sent = await request(url);"],
  },
  {
    ban: "built-sql",
    message: /^sql.raw|^SQL is not/,
    file: storage,
    caught: [
      "export const row = database.executeSql(`select * from wallets where id = '${id}'`);",
      "export const rows = client.query(`select ${columns} from wallets`, [1]);",
      'export const found = client.query("select * from wallets where id = \'" + id);',
      "export const part = sql`select * from ${sql.raw(table)}`;",
    ],
    free: [
      'export const row = database.executeSql("select * from wallets where id = $1", [id]);',
      "export const rows = sql`select * from wallets where id = ${id}`;",
    ],
  },
  {
    ban: "unordered-locks",
    message: /^Rows are locked/,
    file: storage,
    caught: [
      'export const rows = db.selectFrom("accounts").where("wallet_id", "=", w).forNoKeyUpdate();',
      'export const all = db.selectFrom("accounts").forUpdate().execute();',
      "export const due = sql`select id from jobs where due limit 3 for update skip locked`;",
      "export const some = sql`select id from jobs\nfor no key\n  update`;",
    ],
    free: [
      'export const one = db.selectFrom("accounts").where("id", "=", id).forNoKeyUpdate();',
      'export const all = db.selectFrom("accounts").orderBy("id").forUpdate().execute();',
      "export const due = sql`select id from jobs order by id for update skip locked`;",
    ],
  },
  {
    ban: "network-in-transactions",
    message: /^A transaction is open/,
    file: core,
    caught: [
      "export const paid = scope.transaction(async (tx) => open.channel.pay(access, order));",
      "export const key = scope.transaction(() => newRandomKey());",
      "export const due = storage.snapshot(id, () => askForRefund(open, charge));",
      "export async function begin(scope: S, tx: Tx) {\n  await channel.refund(access, order);\n}",
      "export async function refund(tx: Tx) {\n  return askForRefund(open, charge);\n}",
      "export const told = scope.transaction(async (tx) => {\n  await scope.webhooks.send(m);\n});",
    ],
    free: [
      "export const paid = await open.channel.pay(access, order);",
      "export const kept = scope.transaction((tx) => tx.charges.lock(id));",
    ],
  },
];

/** What Biome's plugins say of lines, each in a file of its own where the repository has such files. */
async function lint(
  lines: readonly { readonly file: string; readonly line: string }[],
): Promise<ReadonlyMap<string, string>> {
  const directory = await mkdtemp(join(tmpdir(), "purse-lint-"));
  try {
    for (const name of ["biome.json", "lint"]) {
      await cp(join(root, name), join(directory, name), { recursive: true });
    }
    const files = lines.map(({ file }, index) => `${dirname(file)}/probe-${index}.ts`);
    for (const [index, file] of files.entries()) {
      await mkdir(join(directory, dirname(file)), { recursive: true });
      await writeFile(join(directory, file), lines[index]!.line);
    }
    const words = ["lint", "--reporter=json", "--max-diagnostics=none", "--vcs-enabled=false", "."];
    const biome = join(root, "node_modules", ".bin", "biome");
    const { stdout } = await run(biome, words, { cwd: directory }).catch((failed) => failed);
    const { diagnostics } = Report.parse(JSON.parse(stdout));
    const told = diagnostics.filter(({ category }) => category === "plugin");
    return new Map(
      files.map((file, index) => [
        lines[index]!.line,
        told.flatMap(({ location, message }) => (location.path === file ? message : [])).join(" "),
      ]),
    );
  } finally {
    await rm(directory, { recursive: true });
  }
}
const Report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      message: z.string(),
      location: z.object({ path: z.string() }),
    }),
  ),
});

test("every ban is tried, and is in force", () => {
  const files = globSync("lint/*.grit", { cwd: root }).map((file) => basename(file, ".grit"));
  expect(bans.map(({ ban }) => ban).toSorted()).toEqual(files.toSorted());
});

test("each ban catches what it is for, and nothing else", async () => {
  const all = bans.flatMap(({ file, caught, free }) =>
    [...caught, ...free].map((line) => ({ file, line })),
  );
  const told = await lint(all);
  for (const { caught, free, message } of bans) {
    for (const line of caught) expect(told.get(line), line).toMatch(message);
    for (const line of free) expect(told.get(line), line).toBe("");
  }
});
