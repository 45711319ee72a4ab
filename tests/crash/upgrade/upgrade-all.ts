import { readMigrations } from "@purse/storage";
import { Cluster } from "@purse/test-postgres";
import { closeOnce } from "../world/close-once.ts";
import { upgrade } from "./upgrade.ts";

/** From each earlier schema to today's, each in a database with so many movements. */
export async function upgradeAll(movements: number): Promise<boolean> {
  const { length } = await readMigrations();
  const opening = Cluster.open();
  const close = closeOnce(async () => (await opening).close());
  const cluster = await opening;
  let ok = true;
  try {
    for (let from = 1; from < length; from++) {
      const name = `from_${from}`;
      await cluster.query("postgres", `create database ${name}`);
      const report = await upgrade(cluster.urlOf(name), { from, movements });
      const [migrated, stall] = [report.migratedMs, report.stallMs].map(Math.round);
      console.log(
        `from ${from}: migrated in ${migrated} ms, nobody waited longer than ${stall} ms, ${report.payments} payments meanwhile`,
      );
      for (const wrong of report.wrong.slice(0, 20)) console.log(`BROKEN ${wrong}`);
      ok &&= report.wrong.length === 0;
      await cluster.query("postgres", `drop database ${name} with (force)`);
    }
  } finally {
    await close();
  }
  return ok;
}
