import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync } from "node:sqlite";
import type { Channel, MerchantAccounts, Operation } from "@purse/sandbox";

const sandboxMain = join(import.meta.dirname, "../../../apps/sandbox/src/main.ts");

/** A row of the channels' books. */
export interface ChannelRow {
  readonly channel: Channel;
  readonly no: string;
  readonly amount: number;
  readonly state: string;
}
export interface ChannelBooks {
  readonly payments: readonly ChannelRow[];
  readonly refunds: readonly ChannelRow[];
  readonly transfers: readonly ChannelRow[];
  readonly red_envelopes: readonly ChannelRow[];
  /** What came of all movements, by channel. */
  readonly sums: Readonly<Record<Channel, number>>;
}

interface FaultList {
  readonly answers: readonly { readonly fault: string }[];
  readonly notifications: readonly { readonly fault: string }[];
  readonly outcomes: readonly {
    readonly channel: Channel;
    readonly operation: Operation;
    readonly fault: string;
  }[];
}

/** Both payment channels, in a process of their own. */
export class ChannelsProcess {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #file: string;
  #faults: Promise<FaultList> | undefined;

  private constructor(child: ChildProcess, port: number, file: string) {
    this.#process = child;
    this.port = port;
    this.#file = file;
  }

  static async open(directory: string): Promise<ChannelsProcess> {
    const file = join(directory, "sandbox.sqlite");
    const child = spawn(process.execPath, [sandboxMain], {
      env: {
        ...process.env,
        PURSE_SANDBOX_PORT: "0",
        PURSE_SANDBOX_FILE: file,
        PURSE_SANDBOX_SPEED: "1000",
      },
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    for await (const line of createInterface({ input: child.stdout! })) {
      const port = /:(\d+)$/.exec(line)?.[1];
      if (port !== undefined) return new ChannelsProcess(child, Number(port), file);
    }
    throw new Error("the sandbox ended before it listened");
  }

  accounts(): Promise<MerchantAccounts> {
    return this.admin("POST", "/accounts", {});
  }

  order(channel: Channel, operation: Operation, fault: string, times: number): Promise<unknown> {
    return this.admin("POST", "/faults", { channel, operation, fault, times });
  }

  clearFaults(): Promise<void> {
    return this.admin("DELETE", "/faults");
  }

  /** The names of the faults that an operation of a channel can be ordered to have. */
  async faultsOf(channel: Channel, operation: Operation): Promise<readonly string[]> {
    this.#faults ??= this.admin<FaultList>("GET", "/faults");
    const { answers, notifications, outcomes } = await this.#faults;
    if (operation === "notify") return notifications.map(({ fault }) => fault);
    const own = outcomes.filter((each) => each.channel === channel && each.operation === operation);
    return [...answers, ...own].map(({ fault }) => fault);
  }

  async admin<T>(method: string, path: string, body?: object): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${this.port}/admin${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text === "" ? "null" : text);
  }

  /** Read from the file itself: what one merchant has, by the ids of its two accounts. */
  booksOf(merchantIds: readonly string[]): ChannelBooks {
    const database = new DatabaseSync(this.#file, { readOnly: true, timeout: 5000 });
    const mine = `merchant_id in (${merchantIds.map(() => "?").join(", ")})`;
    const rows = (table: string, more = "") =>
      database
        .prepare(`select channel, no, amount, state from ${table} where ${mine} ${more}`)
        .all(...merchantIds) as unknown as ChannelRow[];
    try {
      const sums = { alipay: 0, wechat: 0 };
      const sql = `select channel, sum(amount) as total from movements where ${mine} group by 1`;
      for (const { channel, total } of database.prepare(sql).all(...merchantIds)) {
        sums[channel as Channel] = Number(total);
      }
      return {
        payments: rows("payments"),
        refunds: rows("refunds"),
        transfers: rows("payouts", "and kind = 'transfer'"),
        red_envelopes: rows("payouts", "and kind = 'red_envelope'"),
        sums,
      };
    } finally {
      database.close();
    }
  }

  async close(): Promise<void> {
    const exited = once(this.#process, "exit");
    this.#process.kill("SIGKILL");
    await exited;
  }
}
