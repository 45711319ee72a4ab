import type { Database } from "./database.ts";
import { readMigrations } from "./migrate.ts";

/** Whether the database answers and has all that this version needs; it may have more. */
export function readiness({ executeSql }: Pick<Database, "executeSql">): () => Promise<boolean> {
  const needed = readMigrations();
  // Whoever asks hears of it; until then it is nobody's rejection.
  needed.catch(() => {});
  return async () => {
    const names = (await needed).map(({ name }) => name);
    try {
      const { rows } = await executeSql(
        `select to_regclass('pgboss.job') is not null and $1::text[] <@ array(
           select name from schema_migrations) as ready`,
        [names],
      );
      return rows[0]?.ready === true;
    } catch {
      return false;
    }
  };
}
