import type { AuditRecord } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";
import type { NewFault, OrderedFault, SandboxFaults } from "../sandbox.ts";

const away = "the sandbox does not answer";

/** What can go wrong in the sandbox and what was ordered; null when there is no sandbox. */
export async function listFaults(scope: OperatorScope<never>): Promise<SandboxFaults | null> {
  return (await scope.sandbox.faults()) ?? null;
}

/**
 * Has something go wrong in the sandbox, which only test keys reach. That it was asked for is in the
 * audit log before the sandbox hears of it: what came of it would be lost if we died meanwhile.
 */
export async function orderFault(
  scope: OperatorScope<"param_error" | "channel_connection_error">,
  fault: NewFault,
): Promise<OrderedFault> {
  const { channel, operation } = fault;
  const detail = { channel, operation, fault: fault.fault, times: fault.times ?? "always" };
  await audit(scope, "sandbox.fault_asked", `${channel}.${operation}`, detail);
  const ordered = await scope.sandbox.order(fault);
  if (ordered === undefined) throw scope.fail("channel_connection_error", away);
  if (ordered === "refused") {
    throw scope.fail("param_error", "fault: the channel has no such fault in this operation");
  }
  await audit(scope, "sandbox.fault", ordered.id, detail);
  return ordered;
}

/** Lets something go well again. */
export async function withdrawFault(
  scope: OperatorScope<"channel_connection_error">,
  { id }: { readonly id: string },
): Promise<{ readonly id: string }> {
  await audit(scope, "sandbox.fault_end_asked", id, {});
  const withdrawn = await scope.sandbox.withdraw(id);
  if (withdrawn === undefined) throw scope.fail("channel_connection_error", away);
  await audit(scope, "sandbox.fault_end", id, {});
  return { id };
}

function audit<Key extends string>(
  scope: OperatorScope<Key>,
  action: string,
  subject: string,
  detail: AuditRecord["detail"],
): Promise<void> {
  return scope.transaction((tx) => tx.audit({ actor: scope.actor, action, subject, detail }));
}
