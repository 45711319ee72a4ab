import { execFile } from "node:child_process";
import { cp, mkdtemp, readdir, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readMigrations } from "@purse/storage";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../..");

/** The program as it was before the last migration came, out of the repository's history. */
export class EarlierTree {
  readonly directory: string;
  /** The commit that it is. */
  readonly commit: string;
  /** The number of its own last migration. */
  readonly schema: number;

  private constructor(directory: string, commit: string, schema: number) {
    this.directory = directory;
    this.commit = commit;
    this.schema = schema;
  }

  static async make(): Promise<EarlierTree> {
    const migrations = await readMigrations();
    const last = `packages/storage/migrations/${migrations.at(-1)!.name}`;
    const commit = await git("log", "-1", "--diff-filter=A", "--format=%h^", "--", last);
    const directory = await mkdtemp(join(tmpdir(), "purse-earlier-"));
    const archive = join(directory, "tree.tar");
    await git("archive", "-o", archive, commit, "apps", "packages", "package.json");
    await run("tar", ["-xf", archive, "-C", directory]);
    await symlink(join(root, "node_modules"), join(directory, "node_modules"));
    // Links between packages are relative: here they lead to the earlier ones.
    for (const group of ["apps", "packages"]) {
      for (const name of await readdir(join(directory, group))) {
        const modules = join(group, name, "node_modules");
        const options = { recursive: true, verbatimSymlinks: true };
        await cp(join(root, modules), join(directory, modules), options);
      }
    }
    return new EarlierTree(directory, commit, migrations.length - 1);
  }

  get main(): string {
    return join(this.directory, "apps/purse/src/main.ts");
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}

async function git(...parameters: readonly string[]): Promise<string> {
  return (await run("git", parameters, { cwd: root })).stdout.trim();
}
