import { z } from "zod";
import type { Account } from "../books/accounts.ts";
import type { Operation } from "../faults/kinds.ts";
import type { House } from "../house.ts";
import type { Notices } from "./notices.ts";
import { Refused } from "./refused.ts";
import type { Node } from "./spoil.ts";

/** A request that its merchant signed. */
export interface Call {
  readonly house: House;
  readonly notices: Notices;
  readonly account: Account;
  readonly params: Readonly<Partial<Record<string, string>>>;
  readonly query: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** What a call will do; an answer without a node is HTTP 204. */
export interface Prepared {
  readonly operation: Operation;
  readonly no?: string;
  readonly amount?: number;
  /** The field without which the answer says nothing. */
  readonly about: string;
  readonly run: (fault: string | undefined) => Node | undefined;
}
export type Prepare = (call: Call) => Prepared;

/** Reads what was sent, or refuses with the first field that is wrong. */
export function read<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const result = schema.safeParse(given);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const field = issue?.path.join("/") ?? "";
  throw new Refused(
    400,
    "PARAM_ERROR",
    `输入源“/body/${field}”映射到字段时出错: ${issue?.message}`,
  );
}

export const OutNo = z.string().regex(/^[\w\-|*@]{1,64}$/, { error: "格式错误" });
export const NotifyUrl = z.url({ protocol: /^https?$/ }).max(256);
export const Fen = z.int().min(1);
