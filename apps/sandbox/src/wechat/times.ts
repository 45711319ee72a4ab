const hours8Ms = 8 * 3_600_000;

/** A time as API v3 writes it: `2026-11-25T18:00:00+08:00`. */
export function rfc3339(time: string | Date): string {
  return `${local(time).slice(0, 19)}+08:00`;
}

/** A time as the older API and the bills write it: `2026-11-25 18:00:00`. */
export function plainTime(time: string | Date): string {
  return local(time).slice(0, 19).replace("T", " ");
}

/** The day in China, `20261125`, for numbers that begin with it. */
export function dayDigits(time: Date): string {
  return local(time).slice(0, 10).replaceAll("-", "");
}

function local(time: string | Date): string {
  return new Date(new Date(time).getTime() + hours8Ms).toISOString();
}
