import { expect, test } from "vitest";
import { registry } from "./registry/index.ts";
import { isRegistryError, registryErrorOf } from "./registry-error.ts";

const { code, key, name, httpStatus, retry } = registry.get("balance_insufficient");
const caught: unknown = { data: { registry: { code, key, name, httpStatus, retry }, path: "x" } };

test("a gateway error narrows to the keys that are asked for", () => {
  expect(registryErrorOf(caught)?.code).toBe(200_006);
  expect(isRegistryError(caught, "param_error")).toBe(false);
  if (!isRegistryError(caught, "balance_insufficient")) throw new Error("not recognised");
  const narrowed: "balance_insufficient" = caught.data.registry.key;
  expect(narrowed).toBe("balance_insufficient");
});

test.each([undefined, null, "text", {}, { data: null }, { data: { registry: { key: "nope" } } }])(
  "%j carries no entry",
  (error) => {
    expect(registryErrorOf(error)).toBeUndefined();
    expect(isRegistryError(error, "param_error")).toBe(false);
  },
);
