import type { Context } from "koa";
import { readText } from "../read-text.ts";

/** The public parameters and biz_content, from the query and from a form. */
export type Parameters = Readonly<Record<string, string>>;

export async function readParameters(ctx: Context): Promise<Parameters> {
  const form = ctx.method === "POST" ? await readText(ctx) : "";
  return Object.fromEntries([...ctx.URL.searchParams, ...new URLSearchParams(form)]);
}
