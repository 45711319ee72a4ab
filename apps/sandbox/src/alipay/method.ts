import type { z } from "zod";
import type { Account } from "../books/accounts.ts";
import type { Operation } from "../faults/kinds.ts";
import type { House } from "../house.ts";
import type { Notices } from "./notices.ts";
import { businessFailed } from "./refused.ts";

/** What an answer says of the business. */
export type Node = Readonly<Record<string, unknown>>;

/** A request whose signature was right. */
export interface Call {
  readonly house: House;
  readonly notices: Notices;
  readonly app: Account;
  /** The merchant that it is about: the app's own, or the one that authorised it. */
  readonly merchant: Account;
  readonly notify_url: string | null;
  readonly return_url: string | null;
}

/** A request whose parameters were understood. */
export interface Prepared {
  readonly operation: Operation;
  /** The order that it names, and its amount where that is known: faults go by them. */
  readonly no: string | undefined;
  readonly amount: number | undefined;
  /** Does it. `fault` may ask for a state to stay in. Throws `Refused`. */
  readonly run: (fault: string | undefined) => Node;
}

/** One of the open platform's methods. */
export interface Method {
  /** The field without which its answer says nothing. */
  readonly about: string;
  /** Its error codes begin with it: `ACQ.` for the trade methods. */
  readonly prefix: "ACQ." | "";
  readonly prepare: (call: Call, bizContent: unknown) => Prepared;
}

/** A method from the schema of its biz_content and what it does with it. */
export function method<Schema extends z.ZodType>(
  about: string,
  prefix: Method["prefix"],
  schema: Schema,
  prepare: (call: Call, biz: z.output<Schema>) => Prepared,
): Method {
  return {
    about,
    prefix,
    prepare(call, bizContent) {
      const result = schema.safeParse(bizContent);
      if (result.success) return prepare(call, result.data);
      const [issue] = result.error.issues;
      const fault = `${issue?.path.join(".")} ${issue?.message}`;
      throw businessFailed(`${prefix}INVALID_PARAMETER`, `参数有误: ${fault}`);
    },
  };
}
