import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, mkdtemp, open, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { binaries } from "./binaries.ts";
import { Disk } from "./disk.ts";
import { freePort } from "./free-port.ts";

const run = promisify(execFile);

/** Who runs PostgreSQL: it refuses to run as root. */
interface User {
  readonly uid: number;
  readonly gid: number;
}

type Settings = Readonly<Record<string, string | number>>;

interface ClusterOptions {
  /** Beside those that it has anyway; they may name what is in the cluster's own directory. */
  readonly settings?: (directory: string) => Settings;
  /** Whether its files are on a small file system of their own, which can be filled. */
  readonly hasDisk?: boolean;
}

/** A PostgreSQL of the test's own, with fsync on, whose processes it may kill. */
export class Cluster {
  readonly port: number;
  readonly directory: string;
  /** Undefined where nobody asked for it, or it could not be made. */
  readonly disk: Disk | undefined;
  /** Who its programs run as; undefined where that is whoever runs the test. */
  readonly user: User | undefined;
  readonly #settings: Settings;
  #process: ChildProcess | undefined;
  #starting: Promise<void> | undefined;

  private constructor(
    directory: string,
    port: number,
    user: User | undefined,
    disk: Disk | undefined,
    settings: Settings,
  ) {
    this.#settings = settings;
    this.directory = directory;
    this.port = port;
    this.user = user;
    this.disk = disk;
  }

  static async open({ settings = () => ({}), hasDisk = false }: ClusterOptions = {}) {
    const directory = await mkdtemp(join(tmpdir(), "purse-postgres-"));
    await chmod(directory, 0o755);
    const user = await databaseUser();
    const disk = hasDisk ? await Disk.mount(directory) : undefined;
    const cluster = new Cluster(directory, await freePort(), user, disk, settings(directory));
    await mkdir(cluster.data);
    if (user !== undefined) await chown(cluster.data, user.uid, user.gid);
    const parameters = ["-D", cluster.data, "-A", "trust", "-U", "postgres"];
    await run(join(await binaries(), "initdb"), parameters, { ...user, cwd: directory });
    await cluster.start();
    return cluster;
  }

  /** Where its files are. */
  get data(): string {
    return join(this.disk?.directory ?? this.directory, "data");
  }

  urlOf(database: string, port = this.port): string {
    return `postgres://postgres@127.0.0.1:${port}/${database}`;
  }

  /** Starts the server, unless it runs, and resolves when it answers. */
  start(): Promise<void> {
    this.#starting ??= this.#start().finally(() => {
      this.#starting = undefined;
    });
    return this.#starting;
  }

  async #start(): Promise<void> {
    // One that recovers by itself is waited for.
    while (this.#isRunning) {
      if (await this.#answers()) return;
      await sleep(20);
    }
    const log = await open(join(this.directory, "postgres.log"), "a");
    const postgres = join(await binaries(), "postgres");
    const settings = {
      port: this.port,
      listen_addresses: "127.0.0.1",
      unix_socket_directories: "",
      max_connections: 200,
      fsync: "on",
      wal_level: "replica",
      max_wal_size: "128MB",
      min_wal_size: "32MB",
      // Recovery waits for one file system, not for each file of it.
      recovery_init_sync_method: "syncfs",
      ...this.#settings,
    };
    const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
    for (;;) {
      const child = spawn(postgres, ["-D", this.data, ...options], {
        ...this.user,
        cwd: this.directory,
        stdio: ["ignore", log.fd, log.fd],
      });
      this.#process = child;
      // A killed server's children may still hold its shared memory; then it ends at once.
      while (this.#isRunning) {
        if (await this.#answers()) {
          await log.close();
          return;
        }
        await sleep(20);
      }
      await sleep(50);
    }
  }

  /** Of the server, whose children serve the connections; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#isRunning ? this.#process?.pid : undefined;
  }

  /** Kills the server and every process that serves a connection. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined || !this.#isRunning) return;
    // Before anything else: another fault may be killing it too.
    const exited = once(child, "exit");
    const { pid } = child;
    const text = await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "");
    child.kill("SIGKILL");
    for (const each of text.split(" ").filter((part) => part !== "")) {
      try {
        process.kill(Number(each), "SIGKILL");
      } catch {
        // It ended by itself.
      }
    }
    await exited;
  }

  async query(database: string, sql: string, values: unknown[] = []) {
    const client = new pg.Client({ connectionString: this.urlOf(database) });
    client.on("error", () => {});
    await client.connect();
    try {
      return await client.query(sql, values);
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** Runs one of PostgreSQL's programs, and answers what it printed. */
  async program(name: string, parameters: readonly string[]): Promise<string> {
    const program = join(await binaries(), name);
    return (await run(program, [...parameters], { ...this.user, cwd: this.directory })).stdout;
  }

  /** Locks tables against all writers until what it answers is called. */
  async lock(database: string, tables: string): Promise<() => Promise<void>> {
    const client = new pg.Client({ connectionString: this.urlOf(database) });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.query("begin");
      // biome-ignore lint/plugin: names of tables, which the harness gives.
      await client.query(`set local lock_timeout = 3000; lock table ${tables} in exclusive mode`);
    } catch {
      // Another fault has the server.
    }
    return () => client.end().catch(() => {});
  }

  /** Ends it; its directory goes as well, unless somebody wants to look at it. */
  async close(leavesNothing = true): Promise<void> {
    await this.kill();
    if (!leavesNothing) return;
    await this.disk?.unmount();
    await rm(this.directory, { recursive: true, force: true });
  }

  get #isRunning(): boolean {
    return this.#process?.exitCode === null && this.#process.signalCode === null;
  }

  async #answers(): Promise<boolean> {
    try {
      await this.query("postgres", "select 1");
      return true;
    } catch {
      return false;
    }
  }
}

async function databaseUser(): Promise<User | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const id = async (flag: string) => Number((await run("id", [flag, "postgres"])).stdout);
  return { uid: await id("-u"), gid: await id("-g") };
}
