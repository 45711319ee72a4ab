import type { Operation } from "@purse/contract";

export type Fields = Readonly<Record<string, unknown>>;

interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly body?: Fields;
}

/** The REST request of an operation: each field goes where the contract has it. */
export function httpRequestOf(
  { method, path, params, query, body }: Operation<string>,
  fields: Fields,
): HttpRequest {
  const rest = new Map(Object.entries(fields));
  const take = (name: string) => {
    const value = encodeURIComponent(String(rest.get(name) ?? ""));
    rest.delete(name);
    return value;
  };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => take(name));
  const missing = Object.keys(params?.shape ?? {}).filter((name) => rest.has(name));
  if (missing.length > 0) throw new Error(`${path} has no place for ${missing}`);
  const search = Object.keys(query?.shape ?? {}).flatMap((name) =>
    rest.has(name) ? `${name}=${take(name)}` : [],
  );
  const url = search.length === 0 ? filled : `${filled}?${search.join("&")}`;
  if (body === undefined && rest.size === 0) return { method, path: url };
  return { method, path: url, body: Object.fromEntries(rest) };
}
