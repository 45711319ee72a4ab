import type { OutcomeKind } from "../faults/kinds.ts";

/** How Alipay's business can end otherwise, by its own codes and states. */
export const alipayOutcomes: readonly OutcomeKind[] = [];
