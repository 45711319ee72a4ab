import {
  type Codes,
  type Contract,
  operationsOf,
  Problem,
  purse,
  type RegistryEntry,
} from "@purse/contract";
import { oas31 } from "openapi3-ts";
import { stringify } from "yaml";
import { operationObject } from "./operation-object.ts";
import { failureSchema } from "./responses.ts";
import { Schemas } from "./schemas.ts";

const description = `\
A self-hosted wallet and payment server.

Every answer with a body is one envelope: \`{"code":0,"message":"success","data":…}\` or
\`{"code":<code>,"message":<text>,"data":null}\`. Branch on \`code\`, never on \`message\`: two
codes share the name \`wallet_not_exist\`. \`GET /v1/errors\` tells of each code its cause, its
remedy and whether to repeat the request. Ask for \`application/problem+json\` to get errors as
RFC 9457 has them.

Money is an integer count of the currency's minor units. Times are RFC 3339, UTC.`;

const tags: readonly oas31.TagObject[] = [
  { name: "wallets", description: "What holds money: one merchant wallet a key, many of users" },
  { name: "recharges", description: "Money from outside into a user wallet" },
  { name: "charges", description: "Payments from a payer to a merchant" },
  { name: "refunds", description: "Money of a charge that goes back to its payer" },
  { name: "transfers", description: "Money from one wallet to another" },
  { name: "redEnvelopes", description: "Gifts of money, which come back when they are not taken" },
  { name: "settles", description: "Accounts outside that money can be paid out to" },
  { name: "withdrawals", description: "Money of a wallet on its way to a settlement object" },
  { name: "transactions", description: "The ledger entries of a wallet" },
  { name: "statements", description: "A channel's own records beside ours" },
  { name: "events", description: "What happened, in the order in which it did" },
  { name: "webhookEndpoints", description: "Where events are sent to" },
  { name: "randomKeys", description: "One-time keys for payment passwords" },
  { name: "notifications", description: "What payment channels tell of their own accord" },
  { name: "codes", description: "The registry of all codes, open to everyone" },
];

/** openapi.yaml, made from a contract alone: the same contract gives the same bytes. */
export function openapiDocument(contract: Contract = purse): oas31.OpenAPIObject {
  const schemas = new Schemas();
  const builder = oas31.OpenApiBuilder.create({
    openapi: "3.1.0",
    info: {
      title: "Purse",
      version: "0.1.0",
      description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    paths: {},
    servers: [{ url: "/", description: "The server that serves this document" }],
    security: [{ ApiKey: [] }],
  });
  for (const tag of tagsOf(contract)) builder.addTag(tag);
  addPaths(builder, schemas, contract);
  schemas.of(Problem, "output");
  schemas.add("ErrorCode", errorCodes(contract.registry));
  schemas.add("Failure", failureSchema);
  addHeaders(builder);
  addSecurity(builder);
  for (const id of Object.keys(schemas.components).sort()) {
    const schema = schemas.components[id];
    if (schema !== undefined) builder.addSchema(id, schema);
  }
  return builder.getSpec();
}

export function openapiYaml(contract?: Contract): string {
  // Many generators read YAML 1.1, where a bare `no` is a boolean: what it would misread is quoted.
  const options = { lineWidth: 100, aliasDuplicateObjects: false, compat: "yaml-1.1" } as const;
  return stringify(openapiDocument(contract), options);
}

/** Resources of an extended contract stand behind Purse's own. */
function tagsOf({ api }: Contract): readonly oas31.TagObject[] {
  const described = new Set(tags.map(({ name }) => name));
  const others = Object.keys(api).filter((resource) => !described.has(resource));
  return [...tags, ...others.map((name) => ({ name }))];
}

function addPaths(builder: oas31.OpenApiBuilder, schemas: Schemas, contract: Contract): void {
  const paths: Record<string, oas31.PathItemObject> = {};
  for (const named of operationsOf(contract.api)) {
    const { method, path } = named.operation;
    const item = { [method.toLowerCase()]: operationObject(named, schemas, contract) };
    paths[path] = { ...paths[path], ...item };
  }
  for (const [path, item] of Object.entries(paths)) builder.addPath(path, item);
}

/** All codes, for generators that make constants of them. */
function errorCodes({ entries }: Codes): oas31.SchemaObject {
  return {
    type: "integer",
    description: "Every code that Purse may answer; `x-enum-origins` tells who published it",
    enum: entries.map(({ code }) => code),
    // Go exports only names that begin with a capital; the other languages write constants so, too.
    "x-enum-varnames": entries.map(({ key }) => key.toUpperCase()),
    "x-enum-descriptions": entries.map(describe),
    "x-enum-origins": entries.map(({ origin }) => origin),
  };
}

function describe({ description: { zh, en }, retry }: RegistryEntry): string {
  return `${en} (${zh}); retry: ${retry}`;
}

/** No security schemes: generated clients would put one credential into all of them. */
const signatureHeaders = [
  [
    "SignatureInput",
    "Signature-Input",
    "RFC 9421. Covers `@method`, `@path`, `@query`, `x-api-key` and, of a request with a body, " +
      "`content-digest`. Parameters: `created` within 300 s of now, `nonce` of 16 to 128 " +
      "characters, each once a key, `keyid`, the key's id, and `alg`, its algorithm. Live keys " +
      "sign every request; test keys may leave it out.",
  ],
  ["Signature", "Signature", "RFC 9421: by ed25519 or hmac-sha256, whichever the key is of"],
  ["ContentDigest", "Content-Digest", "RFC 9530, by sha-256 or sha-512: the body that is signed"],
] as const;

function addHeaders(builder: oas31.OpenApiBuilder): void {
  for (const [id, name, description] of signatureHeaders) {
    builder.addParameter(id, { name, in: "header", description, schema: { type: "string" } });
  }
  const requestId = { type: "string", pattern: "^[A-Za-z0-9._-]{1,128}$" } as const;
  builder.addParameter("RequestId", {
    name: "X-Request-Id",
    in: "header",
    description: "Taken over when it is well-formed, to find this request in both sides' logs",
    schema: { type: "string" },
  });
  builder.addParameter("IdempotencyKey", {
    name: "Idempotency-Key",
    in: "header",
    description:
      "The same key with the same content gets the first answer again, with other content " +
      "200007. Answers are kept for 24 hours at least; failures of the server's are not kept.",
    schema: { type: "string", pattern: "^[!-~]{1,255}$" },
  });
  builder.addHeader("RequestId", {
    required: true,
    description: "The request's id, the caller's or one made here",
    schema: requestId,
  });
  builder.addHeader("HelpLink", {
    required: true,
    description: 'The page of the code, `</errors/10002>; rel="help"`',
    schema: { type: "string" },
  });
  builder.addHeader("RetryAfter", {
    description: "Seconds after which the same request may be sent again",
    schema: { type: "integer", minimum: 1 },
  });
}

function addSecurity(builder: oas31.OpenApiBuilder): void {
  builder.addSecurityScheme("ApiKey", {
    type: "apiKey",
    in: "header",
    name: "X-API-KEY",
    description:
      "The merchant's key, `purse keys create` makes one. With a live key every request is signed " +
      "as well: `Signature-Input` and `Signature`.",
  });
}
