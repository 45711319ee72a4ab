import { createServer, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import Router from "@koa/router";
import Koa from "koa";
import { adminRoutes } from "./admin/admin-routes.ts";
import { alipayDelivery } from "./alipay/delivery.ts";
import { alipayOutcomes } from "./alipay/outcomes.ts";
import { alipayServer } from "./alipay/server.ts";
import { Books } from "./books/books.ts";
import { type CertificateAuthority, certificateAuthority } from "./certificate-authority.ts";
import { Faults } from "./faults/faults.ts";
import type { House } from "./house.ts";
import { Notifier } from "./notifications/notifier.ts";
import { makeRsaKeys } from "./rsa-keys.ts";
import { wechatDelivery } from "./wechat/delivery.ts";
import { wechatOutcomes } from "./wechat/outcomes.ts";
import { wechatServer } from "./wechat/server.ts";

export interface SandboxOptions {
  /** 127.0.0.1 where it is left out. */
  readonly host?: string;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Where the books are kept; without it in memory. */
  readonly file?: string;
  /** Speaks TLS and asks callers for a certificate, under an authority of its own. */
  readonly tls?: boolean;
  /** How many times faster than the channels notifications are sent again. */
  readonly speed?: number;
  readonly now?: () => Date;
}

export interface Sandbox {
  readonly url: string;
  /** What a client of the TLS mode has to trust, PEM. */
  readonly authority: string;
  readonly close: () => Promise<void>;
}

/** Starts both channels and their admin interface on one listener. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = "127.0.0.1", port = 0, tls = false, speed = 1 } = options;
  const now = options.now ?? (() => new Date());
  const books = new Books(options.file, now);
  const authority = await certificateAuthority(books);
  const notifier = new Notifier({ alipay: alipayDelivery, wechat: wechatDelivery }, speed);
  let url = "";
  const house: House = {
    books,
    faults: new Faults([...alipayOutcomes, ...wechatOutcomes]),
    notifier,
    authority,
    now,
    url: () => url,
  };
  const handle = createApp(house).callback();
  const server = tls
    ? createTlsServer(await tlsOptions(authority, host), handle)
    : createServer(handle);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, host, resolve);
  });
  url = urlOf(server, tls, host);
  return {
    url,
    authority: authority.certificate,
    async close() {
      notifier.close();
      await new Promise((resolve) => {
        server.close(resolve);
        // Some callers wait for an answer that never comes.
        server.closeAllConnections();
      });
      books.close();
    },
  };
}

function createApp(house: House) {
  const servers = { alipay: alipayServer(house), wechat: wechatServer(house) };
  const router = new Router();
  for (const [channel, { routes }] of Object.entries(servers)) {
    router.use(`/${channel}`, routes.routes());
  }
  router.use("/admin", adminRoutes(house, servers).routes());
  const app = new Koa().use(router.routes());
  app.on("error", (error: NodeJS.ErrnoException) => {
    if (!hungUp.has(error.code)) app.onerror(error);
  });
  return app;
}

/** Of a caller who did not wait for the answer, which is no fault of the sandbox's. */
const hungUp: ReadonlySet<string | undefined> = new Set(["ECONNRESET", "EPIPE"]);

async function tlsOptions(authority: CertificateAuthority, host: string) {
  const { pair, privateKey } = await makeRsaKeys();
  const hosts = [...new Set([host, "localhost", "127.0.0.1"])];
  const { certificate } = await authority.issue("Purse Sandbox", pair.publicKey, hosts);
  return {
    key: privateKey,
    cert: certificate,
    ca: authority.certificate,
    requestCert: true,
    // Only some operations need one: they look for themselves.
    rejectUnauthorized: false,
  };
}

function urlOf(server: Server, tls: boolean, host: string): string {
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return `${tls ? "https" : "http"}://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
