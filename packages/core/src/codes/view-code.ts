import type { Code, RegistryEntry } from "@purse/contract";

/** A registry entry as the API shows it. */
export function viewCode(entry: RegistryEntry): Code {
  return {
    code: entry.code,
    name: entry.name,
    key: entry.key,
    http_status: entry.httpStatus,
    retry: entry.retry,
    origin: entry.origin,
    description: entry.description,
    cause: entry.cause,
    remedy: entry.remedy,
    erratum: entry.erratum ?? null,
  };
}
