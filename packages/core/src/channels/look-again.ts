/** The first look at something that a dead process may have left: longer than a request takes. */
export const firstLookSeconds = 15;
const lookSecondsMin = 5;
const lookSecondsMax = 3600;

/** Seconds until the next look at something open: the older it is, the more patient. */
export function secondsToNextLook(createdAt: Date, now: Date, expiresAt?: Date | null): number {
  const age = (now.getTime() - createdAt.getTime()) / 1000;
  const patient = Math.min(Math.max(Math.round(age / 2), lookSecondsMin), lookSecondsMax);
  if (expiresAt === undefined || expiresAt === null) return patient;
  const untilExpiry = Math.ceil((expiresAt.getTime() - now.getTime()) / 1000);
  return untilExpiry > 0 ? Math.min(patient, untilExpiry) : patient;
}
