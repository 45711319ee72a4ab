import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** A channel's place, taken by a test. */
export interface LocalServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function localServer(listener: RequestListener): Promise<LocalServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
