import type { OperatorScope } from "../ports.ts";
import type { NewFault, OrderedFault, SandboxFaults } from "../sandbox.ts";

const away = "the sandbox does not answer";

/** What can go wrong in the sandbox and what was ordered; null when there is no sandbox. */
export async function listFaults(scope: OperatorScope<never>): Promise<SandboxFaults | null> {
  return (await scope.sandbox.faults()) ?? null;
}

/** Has something go wrong in the sandbox, which only test keys reach. */
export async function orderFault(
  scope: OperatorScope<"param_error" | "channel_connection_error">,
  fault: NewFault,
): Promise<OrderedFault> {
  const ordered = await scope.sandbox.order(fault);
  if (ordered === undefined) throw scope.fail("channel_connection_error", away);
  if (ordered === "refused") {
    throw scope.fail("param_error", "fault: the channel has no such fault in this operation");
  }
  const { channel, operation } = fault;
  const detail = { channel, operation, fault: fault.fault, times: fault.times ?? "always" };
  const action = "sandbox.fault";
  await scope.transaction((tx) =>
    tx.audit({ actor: scope.actor, action, subject: ordered.id, detail }),
  );
  return ordered;
}

/** Lets something go well again. */
export async function withdrawFault(
  scope: OperatorScope<"channel_connection_error">,
  { id }: { readonly id: string },
): Promise<{ readonly id: string }> {
  const withdrawn = await scope.sandbox.withdraw(id);
  if (withdrawn === undefined) throw scope.fail("channel_connection_error", away);
  const action = "sandbox.fault_end";
  await scope.transaction((tx) =>
    tx.audit({ actor: scope.actor, action, subject: id, detail: {} }),
  );
  return { id };
}
