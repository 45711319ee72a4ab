import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** A file that pages load. */
interface Asset {
  readonly type: string;
  readonly body: Buffer;
  readonly gzipped: () => Promise<Buffer>;
}

const scalar = new URL("browser/standalone.js", import.meta.resolve("@scalar/api-reference"));
const files = [
  ["pages.css", "text/css; charset=utf-8", ours("pages.css")],
  ["search.js", "text/javascript; charset=utf-8", ours("search.js")],
  ["docs.js", "text/javascript; charset=utf-8", ours("docs.js")],
  ["scalar.js", "text/javascript; charset=utf-8", fileURLToPath(scalar)],
  ["icon.svg", "image/svg+xml", ours("icon.svg")],
] as const;

const paths = new Map<string, string>();
const assets = new Map<string, Asset>();
for (const [name, type, file] of files) {
  const body = readFileSync(file);
  // What a path leads to never changes, so that browsers may keep it for good.
  const digest = createHash("sha256").update(body).digest("hex").slice(0, 12);
  const path = `/assets/${digest}/${name}`;
  let gzipped: Promise<Buffer> | undefined;
  paths.set(name, path);
  assets.set(path, {
    type,
    body,
    gzipped() {
      gzipped ??= promisify(gzip)(body);
      return gzipped;
    },
  });
}

function ours(name: string): string {
  return fileURLToPath(new URL(`assets/${name}`, import.meta.url));
}

/** Where a page finds its asset. */
export function assetPath(name: string): string {
  const path = paths.get(name);
  if (path === undefined) throw new RangeError(`no asset has the name ${name}`);
  return path;
}

export function assetAt(path: string): Asset | undefined {
  return assets.get(path);
}
