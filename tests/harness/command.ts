import { join } from "node:path";

/** The command `purse`. */
export const main = join(import.meta.dirname, "..", "..", "apps", "purse", "src", "main.ts");
