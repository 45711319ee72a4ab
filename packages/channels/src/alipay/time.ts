const beijingOffsetMs = 8 * 3_600_000;

/** A moment as Alipay writes it: `2026-11-25 18:30:00` in UTC+8. */
export function beijingTime(moment: Date): string {
  const shifted = new Date(moment.getTime() + beijingOffsetMs).toISOString();
  return `${shifted.slice(0, 10)} ${shifted.slice(11, 19)}`;
}

/** The moment that Alipay wrote; undefined when it is none. */
export function momentOf(text: string): Date | undefined {
  if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text)) return undefined;
  const moment = new Date(`${text.replace(" ", "T")}+08:00`);
  return Number.isNaN(moment.getTime()) ? undefined : moment;
}
