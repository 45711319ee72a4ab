import { z } from "zod";
import { fenOf } from "../yuan.ts";
import { momentOf } from "./time.ts";

/** Yuan as Alipay writes them, read as fen. */
export const Yuan = z.string().transform((text, context) => {
  const fen = fenOf(text);
  if (fen !== undefined) return fen;
  context.addIssue({ code: "custom", message: "expected yuan" });
  return z.NEVER;
});

/** A moment in UTC+8. */
export const BeijingTime = z.string().transform((text, context) => {
  const moment = momentOf(text);
  if (moment !== undefined) return moment;
  context.addIssue({ code: "custom", message: "expected a time" });
  return z.NEVER;
});

export const Text = z.string().min(1);
