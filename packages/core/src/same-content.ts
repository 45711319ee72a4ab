/**
 * Whether a request that comes again under its number asks for what was made of it then. A field
 * that the request leaves out is kept as null.
 */
export function isSameContent<Field extends string>(
  made: Readonly<Record<Field, unknown>>,
  request: { readonly [field in Field]?: unknown },
  fields: readonly Field[],
): boolean {
  return fields.every((field) => made[field] === (request[field] ?? null));
}
