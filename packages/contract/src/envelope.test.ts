import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { errorOf, failure, parseEnvelope, success } from "./envelope.ts";
import { PurseError } from "./error.ts";
import { problem } from "./problem.ts";
import { registry } from "./registry/index.ts";

const Data = z.strictObject({ id: z.string() });
const error = (key: Parameters<typeof registry.get>[0], detail?: string) =>
  new PurseError(registry.get(key), detail);

describe("an envelope", () => {
  test("of a success gives the data, in either spelling", () => {
    for (const message of ["success", "suucess"]) {
      const body = { code: 0, message, data: { id: "a" } };
      expect(parseEnvelope(Data, body)).toEqual({ ok: true, data: { id: "a" } });
    }
    expect(success(1)).toEqual({ code: 0, message: "success", data: 1 });
  });

  test("of a failure gives the error back, whatever its code and detail", () => {
    const entries = fc.constantFrom(...registry.entries);
    const texts = fc.oneof(fc.string({ minLength: 1 }), fc.constant("order_no: of a: b"));
    const details = fc.option(texts, { nil: undefined });
    fc.assert(
      fc.property(entries, details, (entry, detail) => {
        const sent = JSON.parse(JSON.stringify(failure(new PurseError(entry, detail))));
        const result = parseEnvelope(Data, sent);
        if (result.ok) throw new Error("a failure was read as a success");
        expect([result.error.key, result.error.detail]).toEqual([entry.key, detail]);
      }),
    );
  });

  test("with a code of a newer server is unknown, and says which", () => {
    const read = errorOf({ code: 299_000, message: "brand_new", data: null });
    expect([read.key, read.detail]).toEqual(["unknown", "code 299000, brand_new"]);
  });

  test.each([
    ["null", null],
    ["another field", { code: 0, message: "success", data: { id: "a" }, more: 1 }],
    ["another field in a failure", { code: 10002, message: "param_error", data: null, more: 1 }],
    ["another message", { code: 0, message: "ok", data: { id: "a" } }],
    ["data in a failure", { code: 10002, message: "param_error", data: {} }],
    ["no data", { code: 0, message: "success" }],
    ["data of another shape", { code: 0, message: "success", data: {} }],
  ])("with %s is none", (_what, body) => {
    expect(() => parseEnvelope(Data, body)).toThrow(z.ZodError);
  });

  test("of -1 says failed, as the seed's example does", () => {
    expect(failure(error("unknown"))).toEqual({ code: -1, message: "failed", data: null });
  });
});

test("an error narrows to the keys that are asked for", () => {
  const caught: PurseError = error("refund_pending", "ref_1");
  expect(caught.is("param_error")).toBe(false);
  expect(caught.is("param_error", "refund_pending")).toBe(true);
  if (caught.is("refund_pending")) {
    const key: "refund_pending" = caught.key;
    expect(key).toBe("refund_pending");
  }
  expect(String(caught)).toBe("PurseError: refund_pending: ref_1");
});

test("a problem carries what RFC 9457 and the registry have", () => {
  const fields = [{ pointer: "/body/amount", reason: "expected an integer of at least 1" }];
  const failed = new PurseError(registry.get("param_error"), "amount: wrong", { fields });
  expect(problem(failed, "zh", "r-1")).toEqual({
    type: "/errors/10002",
    title: "参数错误",
    status: 400,
    detail: "param_error: amount: wrong",
    instance: "urn:request:r-1",
    code: 10002,
    name: "param_error",
    retry: "fix_request",
    errors: fields,
  });
  expect(problem(error("unknown"), "en", "r-1")).not.toHaveProperty("errors");
});
