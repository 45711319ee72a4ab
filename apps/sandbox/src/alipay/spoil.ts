import type { Node } from "./method.ts";
import { fenOf, yuanOf } from "./yuan.ts";

const amounts = ["total_amount", "refund_amount", "refund_fee", "trans_amount", "amount"];
const states = ["trade_status", "refund_status", "status"];
const numbers = ["out_trade_no", "out_request_no", "out_biz_no"];

/** Puts a fault of content into what is told; `about` is the field without which it says nothing. */
export function spoil(node: Node, fault: string | undefined, about: string): Node {
  switch (fault) {
    case "missing_field":
      return Object.fromEntries(Object.entries(node).filter(([name]) => name !== about));
    case "wrong_amount":
      return changed(node, amounts, (value) => yuanOf((fenOf(value) ?? 0) + 1));
    case "unknown_status":
      return changed(node, states, () => "UNHEARD_OF");
    case "other_order":
      return changed(
        node,
        numbers,
        (value) => `${value.slice(0, -1)}${value.endsWith("0") ? 1 : 0}`,
      );
    case "other_merchant":
      return changed(node, ["app_id", "auth_app_id", "seller_id"], () => "2088000000000001");
    default:
      return node;
  }
}

function changed(node: Node, fields: readonly string[], change: (value: string) => string): Node {
  const entries = Object.entries(node).map(([name, value]) => [
    name,
    fields.includes(name) && typeof value === "string" ? change(value) : value,
  ]);
  return Object.fromEntries(entries);
}
