import { readFileSync } from "node:fs";
import { Ajv2020, type AnySchema } from "ajv/dist/2020.js";
import { inject } from "vitest";

/** The header of an answer that a test gave in the server's place, and that is held to nothing. */
export const spoilt = "X-Spoilt";

/** An answer as it came, and what it answers to. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: Pick<Headers, "get">;
  readonly text: string;
}

interface HeaderObject {
  readonly $ref?: string;
  readonly required?: boolean;
  readonly schema?: { readonly type?: string };
}
interface ResponseObject {
  readonly headers?: Readonly<Record<string, HeaderObject>>;
  readonly content: Readonly<Record<string, { readonly schema: { readonly $ref?: string } }>>;
}
interface Document {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { responses: Record<string, ResponseObject> }>>>
  >;
  readonly components: { readonly headers: Readonly<Record<string, HeaderObject>> };
}

let opened: ReturnType<typeof openDocument> | undefined;

/**
 * How an answer contradicts openapi.yaml, if it does. Answers to what the document does not have
 * are not looked at. Schemas are compiled when an answer first needs them.
 */
export function contradictionOf(exchange: Exchange): string | undefined {
  opened ??= openDocument(inject("openapiJson"));
  const { status, headers, text } = exchange;
  const found = opened.operationOf(exchange.method, exchange.path);
  if (found === undefined) return undefined;
  const { name, responses, pointer } = found;
  const response = responses[status];
  if (response === undefined) return `${name} has no status ${status}`;
  const problem = opened.headerProblem(response, `${pointer}/${status}`, headers);
  if (problem !== undefined) return `${name} ${status}: ${problem}`;
  const [type = ""] = (headers.get("Content-Type") ?? "").split(";");
  const content = Object.hasOwn(response.content, type) ? response.content[type] : undefined;
  if (content === undefined) return `${name} ${status} is never ${type}`;
  if (!type.endsWith("json")) return undefined;
  // Under its own name a schema that many answers share is compiled once.
  const inline = `${pointer}/${status}/content/${escaped(type)}/schema`;
  const at = content.schema.$ref?.slice(1) ?? inline;
  const errors = opened.errorsOf(at, JSON.parse(text));
  return errors === undefined ? undefined : `${name} ${status}: ${errors} of ${text}`;
}

function openDocument(file: string) {
  const document: Document = JSON.parse(readFileSync(file, "utf8"));
  // Formats are patterns in this document as well.
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  ajv.addSchema(document as AnySchema, "openapi");
  // Sorted, a path's fixed words come before its parameters: the first match is the server's.
  const paths = Object.entries(document.paths).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const operations = paths.flatMap(([path, item]) =>
    Object.entries(item).map(([method, { responses }]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
      responses,
      pointer: `/paths/${escaped(path)}/${method}/responses`,
    })),
  );

  function errorsOf(pointer: string, value: unknown): string | undefined {
    const validate = ajv.getSchema(`openapi#${pointer}`);
    if (validate === undefined) throw new Error(`nothing at ${pointer}`);
    return validate(value) === true ? undefined : ajv.errorsText(validate.errors);
  }

  return {
    errorsOf,
    operationOf(method: string, path: string) {
      return operations.find((each) => each.method === method && each.pattern.test(path));
    },
    headerProblem(response: ResponseObject, pointer: string, headers: Exchange["headers"]) {
      for (const [name, { $ref, ...inline }] of Object.entries(response.headers ?? {})) {
        const shared = document.components.headers[$ref?.split("/").at(-1) ?? ""];
        const { required, schema } = shared ?? inline;
        const value = headers.get(name);
        if (value === null && required === true) return `no ${name}`;
        if (value === null) continue;
        const read = schema?.type === "integer" ? Number(value) : value;
        const at = $ref?.slice(1) ?? `${pointer}/headers/${name}`;
        const errors = errorsOf(`${at}/schema`, read);
        if (errors !== undefined) return `${name} ${errors}`;
      }
      return undefined;
    },
  };
}

/** A part of a JSON pointer within a URI (RFC 6901 sections 3 and 6). */
function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1"));
}
