import { readdir, readFile } from "node:fs/promises";

/** The kernel's clock ticks are hundredths of a second. */
const tickMs = 10;

/** The processor time that processes have used so far, with that of their children, in milliseconds. */
export async function processorMs(pids: readonly number[]): Promise<number> {
  const all = new Map<number, { readonly parent: number; readonly ticks: number }>();
  for (const name of await readdir("/proc")) {
    // One that has ended in the meantime is counted with its parent.
    const stat =
      /^\d+$/.test(name) && (await readFile(`/proc/${name}/stat`, "utf8").catch(() => ""));
    if (!stat) continue;
    // Behind the name, which may have anything in it.
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const ticks = fields.slice(11, 15).reduce((sum, each) => sum + each, 0);
    all.set(Number(name), { parent: fields[1] ?? 0, ticks });
  }
  const ticks = [...all].map(([pid, { parent, ticks }]) =>
    pids.includes(pid) || pids.includes(parent) ? ticks : 0,
  );
  return ticks.reduce((sum, each) => sum + each, 0) * tickMs;
}
