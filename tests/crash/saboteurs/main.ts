import { parseArgs } from "node:util";
import { runSession } from "../session.ts";
import { closeOnce } from "../world/close-once.ts";
import { Copy } from "./copy.ts";
import { saboteurs } from "./saboteurs.ts";

// pnpm crash:saboteurs: breaks a copy of the product in one way after another, to see whether the
// oracle finds it.

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    only: { type: "string" },
    verbose: { type: "boolean", default: false },
  },
});
const some = saboteurs.filter(({ name }) => name.includes(values.only ?? ""));
const copy = await Copy.make();
const remove = closeOnce(() => copy.remove());
const missed: string[] = [];
try {
  for (const saboteur of some) {
    const mend = await copy.sabotage(saboteur);
    const lines: string[] = [];
    const held = await runSession({
      seed: Number(values.seed),
      // One that is found ends with the round that found it.
      rounds: 8,
      minutes: 10,
      workers: 16,
      only: saboteur.faults,
      main: copy.main,
      settleMs: 30_000,
      keeps: false,
      print: (line) => lines.push(line),
    }).catch((error: unknown) => {
      lines.push(`BROKEN it does not even run: ${error}`);
      return false;
    });
    await mend();
    if (held) missed.push(saboteur.name);
    const found = lines.find((line) => line.startsWith("BROKEN")) ?? "";
    console.log(`${held ? "MISSED" : "caught"}  ${saboteur.name}  ${found.slice(0, 160)}`);
    if (values.verbose) console.log(lines.join("\n"));
  }
} finally {
  await remove();
}
console.log(`${some.length - missed.length} of ${some.length} caught`);
process.exit(missed.length > 1 ? 1 : 0);
