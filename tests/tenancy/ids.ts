import { randomBytes } from "node:crypto";
import type { Fields } from "@purse/scenarios";

/** Where an id stands among the fields: their names, from the outermost on. */
export type Place = readonly string[];

const isId = (value: unknown) => /^[a-z]{3}_[0-9a-f]{32}$/.test(String(value));

/** Every place of an id of ours; accounts at channels have other ids. */
export function placesOfIds(fields: Fields): Place[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (typeof value !== "object" || value === null) return isId(value) ? [[name]] : [];
    return placesOfIds({ ...value }).map((place) => [name, ...place]);
  });
}

export function idAt(fields: Fields, [name = "", ...rest]: Place): string {
  const value = fields[name];
  return rest.length === 0 ? String(value) : idAt({ ...Object(value) }, rest);
}

export function withIdAt(fields: Fields, [name = "", ...rest]: Place, id: string): Fields {
  const value = rest.length === 0 ? id : withIdAt({ ...Object(fields[name]) }, rest, id);
  return { ...fields, [name]: value };
}

/** An id as good as any, which nothing has. */
export const unknownId = (like: string) => `${like.slice(0, 4)}${randomBytes(16).toString("hex")}`;

/** What is no id, some of it nearly one of an own thing's. */
export const malformedIds = (own: string) => [
  "nobody_0",
  `${own}0`,
  own.toUpperCase(),
  `${own}' or '1'='1`,
  `${own}\u200b`,
];
