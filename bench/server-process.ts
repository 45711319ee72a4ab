import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";

const serverCore = "0";
const loadCore = "1";
const isLinux = process.platform === "linux";

/** A server in a process and on a core of its own. */
export interface ServerProcess {
  readonly url: string;
  /** The processor time that it has used so far. */
  readonly cpuSeconds: () => Promise<number>;
  readonly stop: () => void;
}

/** Starts a file of this folder that calls `ready`. */
export async function startServerProcess(
  file: string,
  nodeOptions: readonly string[] = [],
): Promise<ServerProcess> {
  const node = [process.execPath, ...nodeOptions, join(import.meta.dirname, file)];
  const [command = "", ...rest] = isLinux ? ["taskset", "-c", serverCore, ...node] : node;
  const child = spawn(command, rest, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const { port } = await told(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async cpuSeconds() {
      child.send("cpuSeconds");
      return (await told(child)).cpuSeconds ?? 0;
    },
    stop: () => child.kill(),
  };
}

/** Moves this process, which makes the load, to the other core. */
export function moveToLoadCore(): void {
  if (isLinux) spawnSync("taskset", ["-a", "-c", "-p", loadCore, String(process.pid)]);
}

function told(child: ChildProcess): Promise<{ port?: number; cpuSeconds?: number }> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error(`${child.spawnargs.join(" ")} ended`));
    child.once("exit", ended);
    child.once("message", (message: { port?: number; cpuSeconds?: number }) => {
      child.off("exit", ended);
      resolve(message);
    });
  });
}
