import type { Input, PurseApi, Settle } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { settleMachine } from "./settle-machine.ts";
import { viewSettle } from "./view-settle.ts";

export function disableSettle(
  scope: Scope<"settle_not_exist">,
  { id }: Input<PurseApi["settles"]["disable"]>,
): Promise<Settle> {
  return scope.transaction(async (tx) => {
    const settle = await tx.settles.lock(id);
    if (settle === undefined) throw scope.fail("settle_not_exist");
    const step = settleMachine[settle.status].disable;
    return viewSettle(step === "stay" ? settle : await tx.settles.setStatus(id, step.next));
  });
}
