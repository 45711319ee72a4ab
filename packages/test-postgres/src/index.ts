// A PostgreSQL for a test or a measurement alone, with everything that may be done to it.
export { binaries } from "./binaries.ts";
export { Cluster } from "./cluster.ts";
export { freePort } from "./free-port.ts";
