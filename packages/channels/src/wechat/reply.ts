import type { z } from "zod";
import type { Open } from "../open.ts";
import { told } from "../told.ts";
import type { ChannelOperation, Failing } from "../translation.ts";

/** What came of a call: the fields of a success, or an outcome that is none. */
export type Reply<Op extends ChannelOperation, Fields> =
  | { readonly ok: true; readonly fields: Fields }
  | {
      readonly ok: false;
      readonly outcome: Failing<Op> | Open;
      /** WeChat Pay's code, where a row of the translation table knows it. */
      readonly code?: string;
    };

export function open(
  key: Open["key"],
  detail: string,
): { readonly ok: false; readonly outcome: Open } {
  return { ok: false, outcome: { state: "unknown", key, detail } };
}

/** The fields that a schema wants of a message whose signature is verified. */
export function fieldsOf<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
):
  | { readonly ok: true; readonly fields: z.output<Schema> }
  | { readonly ok: false; readonly outcome: Open } {
  const parsed = schema.safeParse(value);
  if (parsed.success) return { ok: true, fields: parsed.data };
  const path = parsed.error.issues[0]?.path.join(".") ?? "";
  return open("channel_parse_error", `${path}: missing or of a wrong type`);
}

/** JSON, or undefined when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Compares what WeChat Pay says with what we asked about; the first difference is the outcome. */
export function differenceOf(
  theirs: Readonly<Record<string, string | number | undefined>>,
  ours: Readonly<Record<string, string | number>>,
): Open | undefined {
  for (const [name, expected] of Object.entries(ours)) {
    const found = theirs[name];
    // Left out where the channel's protocol allows that; schemas hold what it must say.
    if (found === undefined || found === expected) continue;
    const detail = `${name}: WeChat Pay has ${told(String(found))}`;
    return { state: "unknown", key: "channel_parameters_consistency_error", detail };
  }
  return undefined;
}
