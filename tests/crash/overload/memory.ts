import { readFile } from "node:fs/promises";

const everyMs = 250;

/** Looks at a process's resident memory again and again, until what it answers is called: the most, in MB. */
export function watchMemory(pid: number): () => number {
  let most = 0;
  const timer = setInterval(async () => {
    most = Math.max(most, await residentMegabytes(pid).catch(() => 0));
  }, everyMs);
  return () => {
    clearInterval(timer);
    return most;
  };
}

export async function residentMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}
