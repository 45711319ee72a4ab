import type { Code } from "@purse/contract";
import type { OpenScope } from "../ports.ts";
import { viewCode } from "./view-code.ts";

export async function listCodes({ registry }: OpenScope<never>): Promise<Code[]> {
  return registry.entries.map(viewCode);
}
