import { z } from "zod";
import { type ErrorKey, registry } from "./registry/index.ts";
import { retryClasses } from "./retry.ts";

/** What every failed answer of the tRPC gateway carries as `error.data.registry`. */
export const RegistryErrorData = z.strictObject({
  code: z.int(),
  key: z.custom<ErrorKey>((key) => typeof key === "string" && registry.has(key)),
  name: z.string(),
  httpStatus: z.int(),
  retry: z.enum(retryClasses),
});
export type RegistryErrorData = z.infer<typeof RegistryErrorData>;

const Carrier = z.object({ data: z.object({ registry: RegistryErrorData }) });

/** The registry's entry that a caught gateway error carries, if it carries one. */
export function registryErrorOf(error: unknown): RegistryErrorData | undefined {
  const carrier = Carrier.safeParse(error);
  return carrier.success ? carrier.data.data.registry : undefined;
}

/** Narrows a caught gateway error: `if (isRegistryError(error, "balance_insufficient")) …`. */
export function isRegistryError<const Keys extends readonly ErrorKey[]>(
  error: unknown,
  ...keys: Keys
): error is { readonly data: { readonly registry: RegistryErrorData & { key: Keys[number] } } } {
  const data = registryErrorOf(error);
  return data !== undefined && keys.includes(data.key);
}
