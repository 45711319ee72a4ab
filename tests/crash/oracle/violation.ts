/** Something that must never be: which rule, of what. */
export interface Violation {
  readonly rule: string;
  readonly subject: string;
}

/** The oracle's way into the database: one query, its rows. */
export type Query = (
  sql: string,
  values: unknown[],
  // biome-ignore lint/suspicious/noExplicitAny: rows are as their statement says.
) => Promise<any[]>;
