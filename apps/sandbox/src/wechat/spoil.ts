export type Node = Readonly<Record<string, unknown>>;

const amounts = ["total", "refund", "transfer_amount", "total_amount"];
const states = ["trade_state", "status", "refund_status", "state"];
const numbers = ["out_trade_no", "out_refund_no", "out_bill_no", "mch_billno"];
const merchants = ["mchid", "mch_id"];

/** Puts a fault of content into what is told; `about` is the field without which it says nothing. */
export function spoil(node: Node, fault: string | undefined, about: string): Node {
  switch (fault) {
    case "missing_field":
      return Object.fromEntries(Object.entries(node).filter(([name]) => name !== about));
    case "wrong_amount":
      return changed(node, amounts, higher);
    case "unknown_status":
      return changed(node, states, () => "UNHEARD_OF");
    case "other_order":
      return changed(node, numbers, (value) => other(String(value)));
    case "other_merchant":
      return changed(node, merchants, (value) => other(String(value)));
    default:
      return node;
  }
}

/** The same of the fields of the older API, all texts. */
export function spoilFields(
  fields: Readonly<Partial<Record<string, string>>>,
  fault: string | undefined,
  about: string,
): Readonly<Partial<Record<string, string>>> {
  const entries = Object.entries(spoil(fields, fault, about));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** One fen more, a number or in digits as it came. */
function higher(value: unknown): unknown {
  if (typeof value === "number") return value + 1;
  return typeof value === "string" ? String(Number(value) + 1) : value;
}

function other(value: string): string {
  return `${value.slice(0, -1)}${value.endsWith("0") ? 1 : 0}`;
}

function changed(node: Node, fields: readonly string[], change: (value: unknown) => unknown): Node {
  const entries = Object.entries(node).map(([name, value]) => {
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return [name, changed({ ...value }, fields, change)];
    }
    return [name, fields.includes(name) ? change(value) : value];
  });
  return Object.fromEntries(entries);
}
