import { api, type PurseApi } from "./api.ts";
import { type Api, operationsOf } from "./operation.ts";
import {
  type Advice,
  type Codes,
  customRange,
  type ErrorKey,
  extendRegistry,
  type Registry,
  type Row,
  registry,
} from "./registry/index.ts";

/** Codes, and operations that fail with no others: what servers and documents are made of. */
export interface Contract<Key extends string = string, A extends Api<Key> = Api<Key>> {
  readonly registry: Codes<Key>;
  readonly api: A;
}

/** Purse's own. */
export const purse = { registry, api } as const satisfies Contract<ErrorKey, PurseApi>;

/** What a user of Purse adds to it. */
interface Addition<Key extends string, A> {
  /** From 300000 on, `customRange`. */
  readonly rows: Readonly<Record<Key, Row>>;
  readonly advice: Readonly<Record<NoInfer<Key>, Advice>>;
  /** Resources of names of their own; their operations may fail with the base's codes too. */
  readonly api: A;
}

/**
 * A new contract with the base's codes and operations and one's own; the base stays as it is.
 * Throws a RangeError for what is taken: a key, a code, a resource, a method with its path.
 */
export function extendContract<
  BaseKey extends string,
  BaseApi extends Api<BaseKey>,
  Key extends string,
  const A extends Api<BaseKey | NoInfer<Key>>,
>(
  base: Contract<BaseKey, BaseApi>,
  { rows, advice, api }: Addition<Key, A>,
): { readonly registry: Registry<BaseKey | Key>; readonly api: BaseApi & A } {
  refuseTaken(base.api, api);
  const codes = { origin: "custom", range: customRange, rows, advice } as const;
  return { registry: extendRegistry(base.registry, codes), api: { ...base.api, ...api } };
}

function refuseTaken(base: Api<string>, added: Api<string>): void {
  for (const resource of Object.keys(added)) {
    if (Object.hasOwn(base, resource))
      throw new RangeError(`resource ${resource} is declared already`);
  }
  const taken = new Set(operationsOf(base).map(routeOf));
  for (const named of operationsOf(added)) {
    const route = routeOf(named);
    if (taken.has(route)) throw new RangeError(`${named.id}: ${route} is declared already`);
    taken.add(route);
  }
}

/** What tells requests apart: parameters may have any names. */
function routeOf({ operation: { method, path } }: { operation: { method: string; path: string } }) {
  return `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`;
}
