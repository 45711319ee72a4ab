import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens on any free port, and tells the bench which. */
export function listen(handle: RequestListener): void {
  const server = createServer(handle).listen(0, "127.0.0.1", () => {
    // A server that listens on a port has an address of this form.
    ready((server.address() as AddressInfo).port);
  });
}

/** Tells the bench where this process listens, and whenever it asks, how much time it has used. */
export function ready(port: number): void {
  process.on("message", () => {
    const { user, system } = process.cpuUsage();
    process.send?.({ cpuSeconds: (user + system) / 1e6 });
  });
  // By itself, so that a profile of it is written.
  process.once("SIGTERM", () => process.exit());
  process.send?.({ port });
}
