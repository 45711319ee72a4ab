import { execFile } from "node:child_process";
import { mkdir, rm, statfs, truncate, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const bytes = 1_500_000_000;

/** A small file system of the test's own, which it may fill: the kernel's own ENOSPC. */
export class Disk {
  readonly directory: string;
  readonly #ballast: string;

  private constructor(directory: string) {
    this.directory = directory;
    this.#ballast = join(directory, "ballast");
  }

  /** Undefined where nobody may mount one: that needs root and a loop device. */
  static async mount(parent: string): Promise<Disk | undefined> {
    const [image, directory] = [join(parent, "disk.img"), join(parent, "disk")];
    await writeFile(image, "");
    await truncate(image, bytes);
    await mkdir(directory);
    try {
      await run("mkfs.ext4", ["-q", "-m", "0", image]);
      await run("mount", ["-o", "loop", image, directory]);
    } catch {
      await rm(image);
      return undefined;
    }
    return new Disk(directory);
  }

  /** Takes all the room that is left. */
  async fill(): Promise<void> {
    const { bavail, bsize } = await statfs(this.directory);
    await run("fallocate", ["-l", String(bavail * bsize), this.#ballast]).catch(() => {});
    // What it left; dd ends with an error when there is no more.
    const append = ["if=/dev/zero", `of=${this.#ballast}`, "oflag=append", "conv=notrunc"];
    await run("dd", [...append, "bs=4k"]).catch(() => {});
  }

  async free(): Promise<void> {
    await rm(this.#ballast, { force: true });
  }

  async unmount(): Promise<void> {
    // The last of the killed processes may still be on its way out.
    await run("umount", ["--lazy", this.directory]);
  }
}
