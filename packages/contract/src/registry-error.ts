import { z } from "zod";
import { type Codes, type ErrorKey, registry } from "./registry/index.ts";
import { retryClasses } from "./retry.ts";

function dataSchema<Key extends string>(codes: Codes<Key>) {
  return z.strictObject({
    code: z.int(),
    key: z.custom<Key>((key) => typeof key === "string" && codes.byKey(key) !== undefined),
    name: z.string(),
    httpStatus: z.int(),
    retry: z.enum(retryClasses),
  });
}

/** What every failed answer of the tRPC gateway carries as `error.data.registry`. */
export const RegistryErrorData = dataSchema(registry);
export type RegistryErrorData<Key extends string = ErrorKey> = z.infer<
  ReturnType<typeof dataSchema<Key>>
>;

/** Readers of caught gateway errors, for the codes of a contract. */
export function registryErrors<Key extends string>(codes: Codes<Key>) {
  const Carrier = z.object({ data: z.object({ registry: dataSchema(codes) }) });

  /** The registry's entry that a caught gateway error carries, if it carries one. */
  function registryErrorOf(error: unknown): RegistryErrorData<Key> | undefined {
    const carrier = Carrier.safeParse(error);
    return carrier.success ? carrier.data.data.registry : undefined;
  }

  /** Narrows a caught gateway error: `if (isRegistryError(error, "balance_insufficient")) …`. */
  function isRegistryError<const Keys extends readonly Key[]>(
    error: unknown,
    ...keys: Keys
  ): error is {
    readonly data: { readonly registry: RegistryErrorData<Key> & { key: Keys[number] } };
  } {
    const data = registryErrorOf(error);
    return data !== undefined && keys.includes(data.key);
  }
  return { registryErrorOf, isRegistryError };
}

/** Of Purse's own codes. */
export const { registryErrorOf, isRegistryError } = registryErrors(registry);
