import { type Api, type NamedOperation, operationsOf } from "@purse/contract";
import type { oas31 } from "openapi3-ts";
import { z } from "zod";

type Links = Readonly<Record<string, oas31.LinkObject>>;

/**
 * Where an answer leads: what was made here is read, closed, listed … there. Each operation that
 * makes something links to every operation whose path takes the id of such a thing.
 */
export function linksFrom({ operation }: NamedOperation, api: Api<string>): Links {
  const { method, params, output } = operation;
  const made = method === "POST" && params === undefined ? kindOfId(output) : undefined;
  if (made === undefined) return {};
  return Object.fromEntries(
    operationsOf(api).flatMap(({ id, operation: other }) => {
      const name = parameterOf(other.params, made);
      if (name === undefined) return [];
      const parameters = { [name]: "$response.body#/data/id" };
      return [[id, { operationId: id, parameters }]];
    }),
  );
}

/** What the `id` of an answer is the id of, as its prefix tells: `chg`. */
function kindOfId(output: z.ZodType): string | undefined {
  return output instanceof z.ZodObject ? kindOf(output.shape.id) : undefined;
}

function parameterOf(params: z.ZodObject | undefined, kind: string): string | undefined {
  const found = Object.entries(params?.shape ?? {}).find(([, field]) => kindOf(field) === kind);
  return found?.[0];
}

function kindOf(field: unknown): string | undefined {
  if (!(field instanceof z.ZodType)) return undefined;
  const examples: unknown = field.meta()?.examples;
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  return typeof example === "string" ? /^([a-z]{3})_/.exec(example)?.[1] : undefined;
}
