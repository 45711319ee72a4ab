import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { breakingChanges, install } from "./oasdiff.ts";
import { brokenPromises, type ReleasedCodes } from "./registry-rules.ts";
import { codesNow, codesReleased, documents, mayBreak } from "./release.ts";

const released = codesReleased();
const [first, second, ...others] = released.entries;
const withoutFirst = [second!, ...others];
const gone = { code: first!.code, key: first!.key, note: "Since 9.0.0; param_error says it." };
const of = (entries: ReleasedCodes["entries"], retired: ReleasedCodes["retired"] = []) => ({
  entries,
  retired,
});

describe("the codes", () => {
  test("keep what the last release promised", () => {
    expect(brokenPromises(released, codesNow)).toEqual([]);
  });

  test("may become more, and be retired with a note", () => {
    const added = { ...first!, code: 299_999, key: "added" };
    expect(brokenPromises(released, of([...released.entries, added]))).toEqual([]);
    expect(brokenPromises(released, of(withoutFirst, [gone]))).toEqual([]);
  });

  test.each([
    ["key", { key: "another" }],
    ["name", { name: "another" }],
    ["httpStatus", { httpStatus: 404 }],
    ["retry", { retry: "same_request" }],
    ["origin", { origin: "custom" }],
    ["description", { description: { ...second!.description, zh: "别的意思" } }],
  ] as const)("never change their %s", (field, change) => {
    const changed = of([first!, { ...second!, ...change }, ...others]);
    expect(brokenPromises(released, changed)).toEqual([
      `${second!.code}: ${field} is not as it was released`,
    ]);
  });

  test.each([
    ["vanish", of(withoutFirst), "neither answered nor among the retired"],
    ["retire without a note", of(withoutFirst, [{ ...gone, note: " " }]), "without a note"],
    ["retire under another key", of(withoutFirst, [{ ...gone, key: "another" }]), "neither"],
  ])("never %s", (_what, now, said) => {
    expect(brokenPromises(released, now)).toEqual([expect.stringContaining(said)]);
  });

  test.each([
    ["number", { ...first!, key: "another" }],
    ["key", { ...first!, code: 299_999 }],
  ])("never take a retired one's %s", (_what, entry) => {
    const before = of(withoutFirst, [gone]);
    expect(brokenPromises(before, of([...withoutFirst, entry], [gone]))).toEqual([
      `${gone.code}: retired, and its number or key is taken again`,
    ]);
  });

  test("stay retired, with the note that they had", () => {
    const before = of(withoutFirst, [gone]);
    expect(brokenPromises(before, of(withoutFirst))).toHaveLength(1);
    expect(brokenPromises(before, of(withoutFirst, [{ ...gone, note: "Gone." }]))).toHaveLength(1);
  });
});

test.each([
  ["0.1.0", "0.1.9", false],
  ["0.1.0", "0.2.0", true],
  ["1.4.2", "1.5.0", false],
  ["1.4.2", "2.0.0", true],
])("whoever has %s may be broken by %s: %s", (before, now, expected) => {
  expect(mayBreak(before, now)).toBe(expected);
});

// biome-ignore lint/suspicious/noExplicitAny: a document to tamper with.
type Tamper = (document: any) => unknown;

describe("the document", () => {
  let directory: string;
  let text: string;
  beforeAll(async () => {
    await install();
    directory = await mkdtemp(join(tmpdir(), "purse-compat-"));
    text = await readFile(documents.released, "utf8");
  });
  afterAll(() => rm(directory, { recursive: true }));

  async function changesBy(tamper: Tamper): Promise<string[]> {
    const document = parse(text);
    tamper(document);
    const file = join(directory, "openapi.yaml");
    await writeFile(file, stringify(document, { aliasDuplicateObjects: false }));
    return breakingChanges(documents.released, file);
  }
  const schemas = (change: Tamper): Tamper => {
    return ({ components }) => change(components.schemas);
  };

  test("may have more operations, fields and codes", async () => {
    const changes = await changesBy(({ paths, components }) => {
      paths["/v1/more"] = { get: { ...paths["/v1/errors"].get, operationId: "more.list" } };
      components.schemas.RefundRequest.properties.more = { type: "string" };
      components.schemas.Refund.properties.more = { type: "string" };
      components.schemas.ErrorCode.enum.push(299_999);
    });
    expect(changes).toEqual([]);
  });

  const losses: [string, string, Tamper][] = [
    ["an operation", "api-path-removed-without-deprecation", (d) => delete d.paths["/v1/refunds"]],
    [
      "an operation's name",
      "api-operation-id-removed",
      (d) => Object.assign(d.paths["/v1/refunds"].post, { operationId: "refunds.make" }),
    ],
    [
      "a field of an answer",
      "response-required-property-removed",
      schemas(({ Refund }) => {
        delete Refund.properties.amount;
        Refund.required = Refund.required.filter((name: string) => name !== "amount");
      }),
    ],
    [
      "a field's type",
      "response-property-type-changed",
      schemas(({ Refund }) => Object.assign(Refund.properties.amount, { type: "string" })),
    ],
    [
      "a field that may be sent",
      "request-property-removed",
      schemas(({ RefundRequest }) => delete RefundRequest.properties.reason),
    ],
    [
      "the right to leave a field out",
      "request-property-became-required",
      schemas(({ RefundRequest }) => RefundRequest.required.push("reason")),
    ],
    [
      "what a field takes",
      "request-property-pattern-changed",
      schemas(({ RefundRequest }) =>
        Object.assign(RefundRequest.properties.reason, { pattern: "a" }),
      ),
    ],
  ];
  test.each(losses)("never loses %s", async (_what, rule, tamper) => {
    expect((await changesBy(tamper)).join("\n")).toContain(`[${rule}]`);
  });
});
