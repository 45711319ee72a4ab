import type { DatabaseSync } from "node:sqlite";
import { Accounts } from "./accounts.ts";
import { Movements } from "./movements.ts";
import { openDatabase } from "./open-database.ts";
import { Payments } from "./payments.ts";
import { Payouts } from "./payouts.ts";
import { Refunds } from "./refunds.ts";

/** All that the channels know: one SQLite database, read and written in one thread. */
export class Books {
  readonly #database: DatabaseSync;
  readonly accounts: Accounts;
  readonly payments: Payments;
  readonly refunds: Refunds;
  readonly payouts: Payouts;
  readonly movements: Movements;

  constructor(file: string | undefined, now: () => Date) {
    const database = openDatabase(file);
    this.#database = database;
    this.accounts = new Accounts(database);
    this.movements = new Movements(database);
    this.payments = new Payments(database, this.movements, now);
    this.refunds = new Refunds(database, this.payments, this.movements, now);
    this.payouts = new Payouts(database, this.movements, now);
  }

  /** Does all of it or nothing; `work` must not wait for anything. */
  atomically<T>(work: () => T): T {
    this.#database.exec("begin immediate");
    try {
      const result = work();
      this.#database.exec("commit");
      return result;
    } catch (error) {
      this.#database.exec("rollback");
      throw error;
    }
  }

  /** A setting that outlives the process where the books do. */
  setting(name: string): string | undefined {
    const row = this.#database.prepare("select value from settings where name = ?").get(name);
    return row === undefined ? undefined : String(row.value);
  }

  keepSetting(name: string, value: string): void {
    this.#database.prepare("insert or replace into settings values (?, ?)").run(name, value);
  }

  close(): void {
    this.#database.close();
  }
}
