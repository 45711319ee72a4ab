import type { Mode, OperatorTx, SecretBox } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Where sealed secrets stand, each under its row's key. */
const places = [
  { table: "api_keys", column: "secret_sealed", key: ["id"] },
  { table: "channel_accounts", column: "parameters_sealed", key: ["merchant_id", "channel"] },
  { table: "webhook_endpoints", column: "secrets_sealed", key: ["id"] },
  { table: "random_keys", column: "random_key_sealed", key: ["id"] },
] as const;

interface Sealed {
  readonly key: readonly string[];
  readonly sealed: string;
  readonly mode: Mode;
}

/** Seals every secret anew, under the key that is now the first; answers how many there were. */
export function resealerOf(db: Kysely<Schema>, secrets: SecretBox): OperatorTx["resealSecrets"] {
  return async () => {
    let count = 0;
    for (const { table, column, key } of places) {
      const columns = sql.join(key.map((name) => sql.ref(`it.${name}`)));
      const { rows } = await sql<Sealed>`
        select array[${columns}] as key, ${sql.ref(column)} as sealed, merchants.mode
        from ${sql.table(table)} it join merchants on merchants.id = it.merchant_id
        where ${sql.ref(column)} is not null order by ${columns} for update of it`.execute(db);
      for (const row of rows) {
        const about = [table, ...row.key].join(" ");
        const again = secrets.seal(secrets.open(row.sealed, about), about, row.mode);
        await sql`update ${sql.table(table)} it set ${sql.ref(column)} = ${again}
          where array[${columns}] = ${sql.val(row.key)}`.execute(db);
      }
      count += rows.length;
    }
    return count;
  };
}
