import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Saboteur } from "./saboteurs.ts";

export const root = join(import.meta.dirname, "../../..");

/** A copy of the product, to be broken. */
export class Copy {
  readonly directory: string;

  private constructor(directory: string) {
    this.directory = directory;
  }

  static async make(): Promise<Copy> {
    const directory = await mkdtemp(join(tmpdir(), "purse-saboteurs-"));
    for (const part of ["apps", "packages", "openapi.yaml", "package.json"]) {
      // Links between packages are relative: in the copy they lead to the copy.
      await cp(join(root, part), join(directory, part), {
        recursive: true,
        verbatimSymlinks: true,
      });
    }
    await symlink(join(root, "node_modules"), join(directory, "node_modules"));
    return new Copy(directory);
  }

  get main(): string {
    return join(this.directory, "apps/purse/src/main.ts");
  }

  /** Breaks it; what it answers mends it again. */
  async sabotage(saboteur: Saboteur): Promise<() => Promise<void>> {
    const whole = new Map<string, string>();
    for (const { file } of saboteur.edits) {
      whole.set(file, await readFile(join(this.directory, file), "utf8"));
    }
    for (const [file, text] of edited(saboteur, whole)) {
      await writeFile(join(this.directory, file), text);
    }
    return async () => {
      for (const [file, text] of whole) await writeFile(join(this.directory, file), text);
    };
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}

/** What a saboteur makes of its files. Throws where the product is not as it expects it. */
export function edited(
  { name, edits }: Saboteur,
  whole: ReadonlyMap<string, string>,
): Map<string, string> {
  const broken = new Map(whole);
  for (const { file, find, replace } of edits) {
    const parts = (broken.get(file) ?? "").split(find);
    if (parts.length !== 2) {
      throw new Error(`${name}: ${file} has this ${parts.length - 1} times: ${find}`);
    }
    broken.set(file, parts.join(replace));
  }
  return broken;
}
