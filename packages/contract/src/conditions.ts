/** What can be said of an object's fields. */
interface Rule {
  /** They are there. */
  readonly has?: readonly string[];
  /** They are not. */
  readonly lacks?: readonly string[];
  /** Where they are there, they have these values. */
  readonly equal?: Readonly<Record<string, string>>;
  /** And a rule about some of them alone. */
  readonly and?: Conditional;
}

/** JSON Schema's if, then and else, to be spread into the `meta` of an object's schema. */
export type Conditional = Readonly<Record<"if" | "then" | "else", object | undefined>>;

/**
 * For the document's readers, the rules across fields that a handler checks: where the fields have
 * these values, one rule holds, else the other. Generators pass over it and keep one flat type.
 */
export function when(
  fields: Readonly<Record<string, string>>,
  rule: Rule,
  otherwise?: Rule,
): Conditional {
  const condition = schemaOf({ has: Object.keys(fields), equal: fields });
  const otherwiseSchema = otherwise === undefined ? undefined : schemaOf(otherwise);
  // biome-ignore lint/suspicious/noThenProperty: nobody awaits it, it is a keyword of JSON Schema.
  return { if: condition, then: schemaOf(rule), else: otherwiseSchema };
}

function schemaOf({ has = [], lacks = [], equal = {}, and }: Rule): object {
  const fields: [name: string, schema: object][] = [
    ...has.map((name): [string, object] => [name, {}]),
    ...lacks.map((name): [string, object] => [name, { not: {} }]),
    ...Object.entries(equal).map(([name, value]): [string, object] => [name, { const: value }]),
  ];
  const properties = Object.fromEntries(fields);
  return { properties, ...(has.length > 0 ? { required: has } : {}), ...and };
}
