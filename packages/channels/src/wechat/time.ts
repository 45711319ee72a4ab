const offsetMs = 8 * 3_600_000;

/** A moment as WeChat Pay writes it: `2026-11-25T18:30:00+08:00`. */
export function timeOf(moment: Date): string {
  return `${new Date(moment.getTime() + offsetMs).toISOString().slice(0, 19)}+08:00`;
}

/** The moment of a line in a bill, `2026-11-25 18:30:00` in UTC+8; undefined when it is none. */
export function momentOf(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const moment = new Date(`${text.replace(" ", "T")}+08:00`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
