import type { OutcomeKind } from "../faults/kinds.ts";

/** How WeChat Pay's business can end otherwise, by its own codes and states. */
export const wechatOutcomes: readonly OutcomeKind[] = [];
