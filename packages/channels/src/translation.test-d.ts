import { test } from "vitest";
import type { Translation } from "./translation.ts";

const source = "a manual";

test("a row carries only a key that its operation may end with", () => {
  const rows: Translation[] = [
    { operation: "pay", code: "A", outcome: "refused", key: "charge_order_no_used", source },
    { operation: "refund", code: "B", outcome: "unknown", key: "refund_pending", source },
    // @ts-expect-error a refund cannot end as a transfer does
    { operation: "refund", code: "C", outcome: "unknown", key: "transfer_system_busy", source },
    // @ts-expect-error trouble is not a refusal
    { operation: "pay", code: "D", outcome: "refused", key: "channel_connection_error", source },
    // @ts-expect-error a query tells nothing by a refusal that is the payment's own
    { operation: "query", code: "E", outcome: "refused", key: "charge_order_no_used", source },
  ];
  return rows;
});
