import type { DatabaseSync } from "node:sqlite";

type Value = string | number | null | Readonly<Record<string, string>>;

/** Inserts a row; what is an object is kept as JSON. */
export function insertInto(
  database: DatabaseSync,
  table: "payments" | "refunds" | "payouts",
  row: Readonly<Record<string, Value>>,
): void {
  const columns = Object.keys(row);
  const values = Object.values(row).map((value) =>
    typeof value === "object" && value !== null ? JSON.stringify(value) : value,
  );
  const marks = columns.map(() => "?").join(", ");
  database.prepare(`insert into ${table} (${columns.join(", ")}) values (${marks})`).run(...values);
}
