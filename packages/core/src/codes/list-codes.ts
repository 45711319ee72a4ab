import { type Code, registry } from "@purse/contract";
import { viewCode } from "./view-code.ts";

export async function listCodes(): Promise<Code[]> {
  return registry.entries.map(viewCode);
}
