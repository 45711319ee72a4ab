import { cp, mkdir, symlink } from "node:fs/promises";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { extract, root, run } from "./programs.ts";

const here = import.meta.dirname;

/** Runs Maven, which says nothing but warnings and errors. */
export async function maven(out: string, env: NodeJS.ProcessEnv, ...words: readonly string[]) {
  const quiet = ["--batch-mode", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"];
  const openapi = `-Dopenapi=${join(root, "openapi.yaml")}`;
  const { stdout, stderr } = await run(
    here,
    env,
    "mvn",
    ...quiet,
    openapi,
    `-Dout=${out}`,
    ...words,
  );
  // It resets a terminal's colours even where there is none.
  return { stdout: stripVTControlCharacters(stdout), stderr };
}

/** What openapi-generator says of any document, and of ours where it does no harm. */
const harmless = [
  /OpenAPI 3\.1 support is still in beta/,
  // Of a document with a single operation, too.
  /Failed to get the schema name: null/,
  // Of a query parameter of the format date, in Python.
  /Date \(reserved word\) cannot be used as model name/,
];

/** Makes the clients of Python, Go and Java and compiles Java's; gives what was complained of. */
export async function generate(out: string): Promise<string[]> {
  for (const language of ["python", "go", "java"]) {
    const program = join(out, language, language === "java" ? "program" : "");
    await cp(join(here, language), program, { recursive: true });
  }
  await extract("docs/consumers.md", "python", join(out, "python/signing.py"));
  await extract("docs/consumers.md", "go", join(out, "go/signing.go"));
  await extract("docs/consumers.md", "java", join(out, "java/program/Signing.java"));
  const { stdout, stderr } = await maven(out, {}, "compile");
  return `${stdout}${stderr}`
    .split("\n")
    .filter((line) => /warn|error/i.test(line) && !harmless.some((words) => words.test(line)));
}

/** Installs what Python's generated client imports, as its requirements.txt has it. */
export async function installPython(out: string): Promise<void> {
  const packages = ["urllib3>=2.7,<3", "python_dateutil>=2.8.2", "pydantic>=2.11"];
  const into = ["--target", "libraries", "--no-compile", "--quiet"];
  await run(out, {}, "python3", "-m", "pip", "install", ...into, ...packages);
}

/** Compiles a project of its own, that has @purse/client as it is published. */
export async function compileTypeScript(out: string): Promise<void> {
  const project = join(out, "typescript");
  const modules = join(project, "node_modules");
  const installed = join(here, "typescript/node_modules");
  const isInstalled = (path: string) => path.startsWith(installed);
  await cp(join(here, "typescript"), project, {
    recursive: true,
    filter: (path) => !isInstalled(path),
  });
  const client = join(modules, "@purse/client");
  await mkdir(client, { recursive: true });
  for (const name of ["@types", "openapi-fetch"]) {
    await symlink(join(installed, name), join(modules, name));
  }
  await symlink(join(root, "packages/client/node_modules/zod"), join(modules, "zod"));
  const tarball = join(out, "client.tgz");
  await run(root, {}, "pnpm", "--filter", "@purse/client", "pack", "--out", tarball);
  await run(out, {}, "tar", "xzf", tarball, "--strip-components=1", "-C", client);

  await extract("docs/consumers.md", "ts", join(project, "signing.ts"));
  await extract("packages/client/README.md", "ts", join(project, "example.ts"));
  const generator = join(installed, ".bin/openapi-typescript");
  const options = ["--enum", "--default-non-nullable=false", "--output", "purse.ts"];
  await run(project, {}, generator, join(root, "openapi.yaml"), ...options);
  await run(project, {}, join(installed, ".bin/tsc"));
}
