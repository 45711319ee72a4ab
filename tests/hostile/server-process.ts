import { subscribe } from "node:diagnostics_channel";
import { openAsBlob } from "node:fs";
import { Socket } from "node:net";
import { createTrialMerchant, furnish } from "@purse/purse";
import { startServer } from "@purse/server";
import { openInMemory, openPostgres } from "@purse/storage";
import { pino } from "pino";

/** What the server tells its parent when that asks. */
export interface ServerReport {
  readonly rssBytes: number;
  /** The most that it has read of one connection, of those that are closed. */
  readonly bytesReadMax: number;
}
export interface ServerStarted {
  readonly url: string;
  readonly api_key: string;
  readonly wallet_id: string;
}

// A server in a process of its own, so that its memory is not that of its attackers.
const [source = ""] = process.argv.slice(2);
const database = source.startsWith("postgres://")
  ? openPostgres({ url: source, onConnectionError: () => {} })
  : await openInMemory(await openAsBlob(source));

let bytesReadMax = 0;
subscribe("net.server.socket", (message) => {
  const socket: unknown = Reflect.get(Object(message), "socket");
  if (!(socket instanceof Socket)) return;
  socket.once("close", () => {
    bytesReadMax = Math.max(bytesReadMax, socket.bytesRead);
  });
});

const house = furnish(database);
const { url } = await startServer({
  core: house.core,
  logger: pino({ level: "silent" }),
  host: "127.0.0.1",
  port: 0,
  isReady: house.isReady,
  openapiYaml: () => "",
});
const { api_key, merchant_wallet_id } = await createTrialMerchant(
  house.core,
  `merchant ${process.pid}`,
  1,
);
process.on("message", () => {
  globalThis.gc?.();
  const report: ServerReport = { rssBytes: process.memoryUsage.rss(), bytesReadMax };
  process.send?.(report);
});
process.on("disconnect", () => process.exit());
const started: ServerStarted = { url, api_key, wallet_id: merchant_wallet_id };
process.send?.(started);
