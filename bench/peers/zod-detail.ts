import type { z } from "zod";

/** The first fault with its field. */
export function detailOf({ issues }: z.core.$ZodError): string {
  const [first] = issues;
  return `${first?.path.join(".")}: ${first?.message}`;
}
