import { lookup as lookUp } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { Agent, buildConnector } from "undici";
import { isPublicAddress } from "./public-address.ts";

/** `public` lets nothing go anywhere but to public addresses, `any` is for tests. */
export type Egress = "public" | "any";

/** A host's addresses; throws when it has none. */
export type Resolve = (
  host: string,
) => Promise<readonly { readonly address: string; readonly family: number }[]>;

/** A connection that was not made, for where it would have gone. */
export class AddressRefused extends Error {
  override readonly name = "AddressRefused";
}

/** This machine's own resolver, its hosts file among it. */
export const systemResolve: Resolve = (host) => lookUp(host, { all: true });

const connectMs = 5000;

/** The host of a URL's origin, an IPv6 address without its brackets. */
export function hostOf(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}

/** The addresses of a host, every one of them checked; throws `AddressRefused`. */
export async function checkedAddresses(resolve: Resolve, host: string) {
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  const refused = addresses.find(({ address }) => !isPublicAddress(address));
  if (refused !== undefined) throw new AddressRefused(`${host} is at ${refused.address}`);
  return addresses;
}

/**
 * Connections of one use each. Under `public` the addresses are looked up once, checked, and then
 * connected to as they are: no second answer of a name server counts.
 */
export function egressAgent(egress: Egress, resolve: Resolve): Agent {
  const connections = { pipelining: 0, maxResponseSize: -1 };
  if (egress === "any") {
    return new Agent({ ...connections, connect: { timeout: connectMs } });
  }
  const connect = buildConnector({ timeout: connectMs, lookup: checkedLookup(resolve) });
  return new Agent({
    ...connections,
    connect(options, callback) {
      const host = hostOf(options.hostname);
      // Node asks no lookup for what is an address already.
      if (isIP(host) !== 0 && !isPublicAddress(host)) {
        return callback(new AddressRefused(`${host} is not public`), null);
      }
      connect(options, callback);
    },
  });
}

function checkedLookup(resolve: Resolve): LookupFunction {
  return (host, { all }, callback) => {
    checkedAddresses(resolve, host).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined) return callback(new Error(`${host} has no address`), "", 0);
        if (all === true) return callback(null, [...addresses]);
        callback(null, first.address, first.family);
      },
      (error: Error) => callback(error, "", 0),
    );
  };
}
