import type { RequestListener, ServerResponse } from "node:http";
import { extname } from "node:path";
import { registry } from "@purse/contract";
import { send } from "@purse/listener";

/** The console's built files by their path below /console/; undefined until they are built. */
export type ConsoleFiles = () => ReadonlyMap<string, Buffer> | undefined;

/** Scripts, and whatever they load, come from here alone; the component library writes styles. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

const unavailable = registry.get("service_unavailable");
const notBuilt = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="1"><title>Purse</title></head>
<body><p>The console is being built and will be here in a few seconds.</p><p lang="zh">控制台正在构建，几秒后可用。</p></body></html>
`;

/** Serves the console under /console to everybody: all that it shows it asks for with a token. */
export function consolePages(filesOf: ConsoleFiles, otherwise: RequestListener): RequestListener {
  return (request, response) => {
    const [path = ""] = (request.url ?? "").split("?", 1);
    const isConsole = path === "/console" || path.startsWith("/console/");
    if (request.method !== "GET" || !isConsole) return otherwise(request, response);
    const files = filesOf();
    if (files === undefined) return sendFile(response, 503, "index.html", Buffer.from(notBuilt));
    const name = path.slice("/console/".length);
    const file = files.get(name);
    if (file !== undefined) return sendFile(response, 200, name, file);
    // Every other path is a screen's, which the console itself finds; a file that is gone is none.
    if (name.startsWith("assets/")) return otherwise(request, response);
    sendFile(response, 200, "index.html", files.get("index.html") ?? Buffer.from(notBuilt));
  };
}

function sendFile(response: ServerResponse, status: 200 | 503, name: string, body: Buffer): void {
  const code = status === 200 ? 0 : unavailable.code;
  send(response, {
    status,
    code,
    headers: [
      ...protection,
      "Content-Type",
      types[extname(name)] ?? "application/octet-stream",
      // The names of assets change with what is in them.
      "Cache-Control",
      name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-store",
      ...(status === 200 ? [] : ["Retry-After", "1", "X-Error-Code", String(code)]),
    ],
    body,
  });
}

const protection = [
  ["Content-Security-Policy", policy],
  ["X-Frame-Options", "DENY"],
  ["X-Content-Type-Options", "nosniff"],
  ["Referrer-Policy", "no-referrer"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
].flat();
