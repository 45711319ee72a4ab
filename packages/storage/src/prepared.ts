import { sql } from "kysely";
import type pg from "pg";

/**
 * Stands at the front of statements whose text is always the same and that come all the time:
 * PostgreSQL parses and plans each once a connection, which costs as much as running it.
 */
export const prepared = sql`/* prepared */`;

const marked = /^(?:select )?\/\* prepared \*\//;

const names = new Map<string, string>();

/** Has a connection prepare what is marked. */
export function prepareMarked(client: pg.PoolClient): void {
  const query: (...call: unknown[]) => unknown = client.query.bind(client);
  Object.defineProperty(client, "query", {
    value: (...[text, values, ...more]: readonly unknown[]) =>
      typeof text === "string" && marked.test(text)
        ? query({ name: nameOf(text), text, values }, ...more)
        : query(text, values, ...more),
  });
}

function nameOf(text: string): string {
  const name = names.get(text) ?? `purse_${names.size + 1}`;
  names.set(text, name);
  return name;
}
