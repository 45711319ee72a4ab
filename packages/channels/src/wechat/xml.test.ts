import fc from "fast-check";
import { expect, test } from "vitest";
import { fieldsOfXml, xmlOf } from "./xml.ts";

test("texts come back as they went in", () => {
  // XML has no way to write control characters, and reads a line's end as a line feed.
  const text = fc
    .string({ unit: "binary" })
    .map((each) => each.replaceAll(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "").trim());
  fc.assert(
    fc.property(text, (value) => {
      expect(fieldsOfXml(xmlOf({ value, other: "1" }))).toEqual({ value, other: "1" });
    }),
  );
  for (const value of ["]]>", "<a>&amp;</a>", "007", "1e3", "]]]]>>"]) {
    expect(fieldsOfXml(xmlOf({ value }))).toEqual({ value });
  }
});

test("CDATA or plain, deeper ones left out", () => {
  const xml = "<xml>\n<a><![CDATA[1]]></a>\n<b>2</b>\n<list><a>3</a></list>\n</xml>";
  expect(fieldsOfXml(xml)).toEqual({ a: "1", b: "2" });
});

test("what names a prototype is no message, or at least no field", () => {
  for (const name of ["constructor", "__proto__", "prototype"]) {
    const fields = fieldsOfXml(`<xml><${name}><return_code>SUCCESS</return_code></${name}></xml>`);
    expect(fields?.return_code).toBeUndefined();
    expect(fieldsOfXml(`<xml><${name}>SUCCESS</${name}></xml>`)?.return_code).toBeUndefined();
  }
  expect(Object.getPrototypeOf(fieldsOfXml("<xml><a>1</a></xml>"))).toBe(null);
});

test.each([
  "",
  "SUCCESS",
  "<xml><a>1</xml>",
  "<xml><a>1</a><a>2</a></xml>",
  '<!DOCTYPE x [<!ENTITY e "SUCCESS">]><xml><a>&e;</a></xml>',
  "<other><a>1</a></other>",
  '{"return_code":"SUCCESS"}',
])("%j is no message", (text) => {
  expect(fieldsOfXml(text)).toBeUndefined();
});
