import {
  api,
  edgeErrors,
  inputErrors,
  isRepeatable,
  operationsOf,
  registry,
} from "@purse/contract";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { openapiDocument, openapiYaml } from "./document.ts";

const document = openapiDocument();
const ajv = new Ajv2020({ strict: false, formats: { "date-time": true, date: true, int64: true } });
const { components } = document;

function operationAt(path: string, method: string) {
  const item = document.paths?.[path];
  const operation = Reflect.get(Object(item), method.toLowerCase());
  if (operation === undefined) throw new Error(`${method} ${path} is not in the document`);
  return operation;
}

test("the same contract gives the same bytes", () => {
  expect(openapiYaml()).toBe(openapiYaml());
});

describe.each(operationsOf(api))("$id", ({ id, operation }) => {
  const found = operationAt(operation.path, operation.method);

  test("has exactly the codes that it declares, each under its status", () => {
    const declared = new Set([
      ...operation.errors,
      ...inputErrors(operation),
      ...edgeErrors(operation),
    ]);
    const entries = registry.entries.filter(({ key }) => declared.has(key));
    const expected = Map.groupBy(entries, ({ httpStatus }) => String(httpStatus));
    expect(Object.keys(found.responses).toSorted()).toEqual(["200", ...expected.keys()].toSorted());
    for (const [status, codes] of expected) {
      const { headers, content } = found.responses[status];
      const { schema, examples } = content["application/json"];
      expect(Object.keys(examples)).toEqual(codes.map(({ key }) => key));
      expect(schema).toEqual({ $ref: "#/components/schemas/Failure" });
      expect(headers["X-Error-Code"].schema.enum).toEqual(codes.map(({ code }) => code));
      expect(content["application/problem+json"].schema).toEqual({
        $ref: "#/components/schemas/Problem",
      });
      expect(Object.keys(headers)).toEqual([
        "X-Request-Id",
        "X-Error-Code",
        "Link",
        ...(codes.some(isRepeatable) ? ["Retry-After"] : []),
      ]);
    }
  });

  test("has the names that the contract gives it", () => {
    expect(found.operationId).toBe(id);
    const tags = document.tags?.map(({ name }) => name);
    expect(found.tags.filter((tag: string) => !tags?.includes(tag))).toEqual([]);
  });

  test("has examples that fit its schemas", () => {
    for (const response of Object.values(found.responses)) {
      const { schema, examples = {} } = Reflect.get(Object(response), "content")[
        "application/json"
      ];
      const validate = ajv.compile({ ...schema, components });
      for (const { value } of Object.values<{ value: unknown }>(examples)) {
        expect(validate(value), JSON.stringify(value)).toBe(true);
        expect(validate({ ...Object(value), code: 1 })).toBe(false);
      }
    }
  });

  test("is open to everyone only where the contract says so", () => {
    expect(found.security).toEqual(operation.unsigned === true ? [] : undefined);
  });
});

test("the enum of codes names every code", () => {
  const codes = document.components?.schemas?.ErrorCode;
  expect(codes).toMatchObject({
    enum: registry.entries.map(({ code }) => code),
    "x-enum-varnames": registry.entries.map(({ key }) => key.toUpperCase()),
  });
});

test("a field whose absence has a code of its own says which", () => {
  const { ChargeRequest } = document.components?.schemas ?? {};
  expect(ChargeRequest).toMatchObject({
    properties: {
      channel: { "x-absent-code": "request_body_channel_null" },
      wallet_id: { "x-absent-code": "walletid_is_null" },
    },
    additionalProperties: false,
  });
});

test("money is 64 bits wide, in requests and in answers", () => {
  const { ChargeRequest, Charge } = document.components?.schemas ?? {};
  for (const schema of [ChargeRequest, Charge]) {
    expect(schema).toMatchObject({ properties: { amount: { type: "integer", format: "int64" } } });
  }
});

test("a time has no length but its pattern's, which takes 64 characters", () => {
  const { parameters } = operationAt("/v1/wallets/{wallet_id}/balances", "GET");
  const { schema } = parameters.find(({ name }: { name?: string }) => name === "at");
  expect(schema.maxLength).toBeUndefined();
  const validate = ajv.compile(schema);
  const second = "2026-01-01T00:00:00.";
  expect(validate(`${second.padEnd(63, "0")}Z`)).toBe(true);
  expect(validate(`${second.padEnd(64, "0")}Z`)).toBe(false);
});

describe("the rules across the fields of", () => {
  const requested = { wallet_id: "wal_1", amount: 1 };
  const charge = { ...requested, order_no: "1" };
  const byBalance = { ...charge, channel: "balance", payer_wallet_id: "wal_2" };
  const byAlipay = { ...charge, channel: "alipay" };
  const transfer = { ...requested, transfer_no: "1" };
  const toWallet = { ...transfer, channel: "balance", to_wallet_id: "wal_2" };
  const toAccount = { ...transfer, channel: "wechat", to_account: "openid" };
  const password = { random_key_id: "rnd_1", ciphertext: "A".repeat(44) };

  const bodies: [schema: string, body: object, fits: boolean][] = [
    ["ChargeRequest", byBalance, true],
    ["ChargeRequest", { ...byBalance, currency: "USD", payment_password: password }, true],
    ["ChargeRequest", { ...charge, channel: "balance" }, false],
    ["ChargeRequest", byAlipay, true],
    ["ChargeRequest", { ...byAlipay, payer_wallet_id: "wal_2" }, false],
    ["ChargeRequest", { ...byAlipay, payment_password: password }, false],
    ["ChargeRequest", { ...byAlipay, currency: "USD" }, false],
    ["ChargeRequest", { ...byAlipay, method: "jsapi" }, false],
    ["ChargeRequest", { ...byAlipay, method: "jsapi", payer_id: "openid" }, true],
    ["RechargeRequest", byAlipay, true],
    ["RechargeRequest", { ...byAlipay, currency: "USD" }, false],
    ["RechargeRequest", { ...byAlipay, method: "jsapi" }, false],
    ["TransferRequest", toWallet, true],
    ["TransferRequest", { ...transfer, channel: "balance" }, false],
    ["TransferRequest", { ...toWallet, to_account: "openid" }, false],
    ["TransferRequest", { ...toWallet, to_name: "Ann" }, false],
    ["TransferRequest", toAccount, true],
    ["TransferRequest", { ...toAccount, to_wallet_id: "wal_2" }, false],
    ["TransferRequest", { ...toAccount, currency: "USD" }, false],
    ["TransferRequest", { ...transfer, channel: "wechat" }, false],
  ];
  test.each(bodies)("%s: %j fits: %s", (name, body, expected) => {
    const schema = components?.schemas?.[name];
    expect(ajv.validate({ ...schema, components }, body)).toBe(expected);
  });
});

test("what makes something links to what takes its id in the path", () => {
  const { links } = operationAt("/v1/charges", "POST").responses[200];
  const parameters = { id: "$response.body#/data/id" };
  expect(links).toEqual({
    "charges.get": { operationId: "charges.get", parameters },
    "charges.close": { operationId: "charges.close", parameters },
  });
});

test("the examples that schemas carry fit them", () => {
  const withExamples: { examples: unknown[] }[] = [];
  JSON.stringify(document, (_name, value) => {
    if (Array.isArray(value?.examples)) withExamples.push(value);
    return value;
  });
  expect(withExamples.length).toBeGreaterThan(10);
  for (const schema of withExamples) {
    const validate = ajv.compile({ ...schema, components });
    for (const example of schema.examples) expect(validate(example), String(example)).toBe(true);
  }
});
