import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./free-port.ts";

const run = promisify(execFile);

/** A PostgreSQL of the bench's own, as it comes but for memory that fits what is measured. */
export interface Cluster {
  readonly urlOf: (database: string) => string;
  readonly query: (database: string, sql: string) => Promise<pg.QueryResult>;
  /** Runs one of PostgreSQL's programs, and answers what it printed. */
  readonly program: (name: string, parameters: readonly string[]) => Promise<string>;
  /** Ends it, and its files go. */
  readonly close: () => Promise<void>;
}

const settings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: 200,
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  shared_buffers: "2GB",
  max_wal_size: "8GB",
};

export async function openCluster(): Promise<Cluster> {
  const { stdout } = await run("pg_config", ["--bindir"]);
  const binary = (name: string) => join(stdout.trim(), name);
  const directory = await mkdtemp(join(tmpdir(), "purse-bench-"));
  const data = join(directory, "data");
  const user = await databaseUser();
  await chmod(directory, 0o755);
  await mkdir(data);
  if (user !== undefined) await chown(data, user.uid, user.gid);
  const as = { ...user, cwd: directory };
  await run(binary("initdb"), ["-D", data, "-A", "trust", "-U", "postgres"], as);
  const port = await freePort();
  const log = await open(join(directory, "postgres.log"), "a");
  const options = Object.entries({ ...settings, port }).flatMap(([name, value]) => [
    "-c",
    `${name}=${value}`,
  ]);
  const stdio: ["ignore", number, number] = ["ignore", log.fd, log.fd];
  const server = spawn(binary("postgres"), ["-D", data, ...options], { ...as, stdio });
  await log.close();

  const urlOf = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  async function query(database: string, sql: string) {
    const client = new pg.Client({ connectionString: urlOf(database) });
    await client.connect();
    try {
      return await client.query(sql);
    } finally {
      await client.end();
    }
  }
  async function close() {
    await ended(server);
    await rm(directory, { recursive: true, force: true });
  }
  const isUp = () =>
    query("postgres", "select 1").then(
      () => true,
      () => false,
    );
  while (!(await isUp())) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended: see ${directory}`);
    await sleep(50);
  }
  return {
    urlOf,
    query,
    program: async (name, parameters) => (await run(binary(name), [...parameters])).stdout,
    close,
  };
}

async function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const exit = once(server, "exit");
  // Without waiting for whoever is connected.
  server.kill("SIGINT");
  await exit;
}

/** Who runs PostgreSQL: it refuses to run as root. */
async function databaseUser() {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}
