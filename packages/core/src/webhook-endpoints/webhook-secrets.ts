import type { WebhookSecrets } from "../stored.ts";

/** How long a secret that was replaced still signs, in milliseconds. */
const graceMs = 24 * 3_600_000;
/** Secrets that sign at once; two besides the newest, should a rotation be repeated. */
const secretsMax = 3;

/** The secrets that sign at this moment, the newest first. */
export function signingSecrets([newest, ...former]: WebhookSecrets, now: Date): string[] {
  return [newest, ...former.filter(({ until }) => signsAt(until, now))].map(({ secret }) => secret);
}

/** The secrets with a new one in front; those before it have their end. */
export function rotated(secrets: WebhookSecrets, secret: string, now: Date): WebhookSecrets {
  const end = new Date(now.getTime() + graceMs).toISOString();
  const former = secrets
    .map(({ until, ...kept }) => ({ ...kept, until: until ?? end }))
    .filter(({ until }) => signsAt(until, now));
  return [{ secret, until: null }, ...former.slice(0, secretsMax - 1)];
}

function signsAt(until: string | null, now: Date): boolean {
  return until === null || new Date(until) > now;
}
