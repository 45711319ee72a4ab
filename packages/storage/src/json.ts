/** Fields of jsonb columns as they are written: those that are not given stay as they are. */
export function jsonOf<Field extends string>(
  fields: Readonly<Record<Field, object | null | undefined>>,
): Partial<Record<Field, string | null>> {
  const written: Partial<Record<Field, string | null>> = {};
  for (const [name, value] of Object.entries<object | null | undefined>(fields)) {
    // biome-ignore lint/plugin: columns of ours, none of them a setter's.
    if (value !== undefined) Object.assign(written, { [name]: value && JSON.stringify(value) });
  }
  return written;
}
