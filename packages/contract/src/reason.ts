import type { z } from "zod";

export interface Reason {
  readonly path: readonly PropertyKey[];
  readonly reason: string;
}

/** What a person reads of a field at fault; a schema's own words come before these. */
export function reasonsOf(issue: z.core.$ZodIssue): Reason[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({ path: [...issue.path, key], reason: "unknown field" }));
  }
  return [{ path: issue.path, reason: reasonOf(issue) }];
}

function reasonOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return isOwnWords(issue.message) ? issue.message : `expected ${article(issue.expected)}`;
    case "invalid_value":
      return isOwnWords(issue.message)
        ? issue.message
        : `expected ${issue.values.map(String).join(" or ")}`;
    default:
      return issue.message;
  }
}

// zod's own texts all open in this way; a schema's `error` replaces them.
function isOwnWords(message: string): boolean {
  return !message.startsWith("Invalid ");
}

function article(noun: string): string {
  return /^[aeiou]/.test(noun) ? `an ${noun}` : `a ${noun}`;
}
