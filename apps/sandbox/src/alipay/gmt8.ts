import { z } from "zod";

const hours8Ms = 8 * 3_600_000;
const pattern = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d(?::\d\d)?)$/;

/** A time as Alipay writes it: GMT+8, `2026-11-25 18:00:00`. */
export function gmt8(time: string | Date): string {
  const local = new Date(new Date(time).getTime() + hours8Ms);
  return local.toISOString().slice(0, 19).replace("T", " ");
}

/** Reads such a time, undefined when it is none. */
export function timeOf(text: string): Date | undefined {
  const [, date, time] = pattern.exec(text) ?? [];
  const read = new Date(`${date}T${time}+08:00`);
  return Number.isNaN(read.getTime()) ? undefined : read;
}

/** Such a time in a request. */
export const Gmt8 = z.string().transform((text, context) => {
  const time = timeOf(text);
  if (time !== undefined) return time;
  context.addIssue({ code: "custom", message: "expected yyyy-MM-dd HH:mm:ss" });
  return z.NEVER;
});
