import type { Code, Input, PurseApi } from "@purse/contract";
import type { OpenScope } from "../ports.ts";
import { viewCode } from "./view-code.ts";

export async function getCode(
  scope: OpenScope<"resource_not_exist">,
  { code }: Input<PurseApi["codes"]["get"]>,
): Promise<Code> {
  // biome-ignore lint/plugin: a code, which the contract has checked.
  const entry = scope.registry.byCode(Number(code));
  if (entry === undefined) throw scope.fail("resource_not_exist", "code: not in the registry");
  return viewCode(entry);
}
