import { readFileSync } from "node:fs";
import { join } from "node:path";
import { api, operationsOf } from "@purse/contract";
import type { BrowserContextOptions, Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { faultsOf, picture, useBrowser } from "../harness/browser.ts";
import { usePurse } from "../harness/purse.ts";

const openapiYaml = readFileSync(join(import.meta.dirname, "..", "..", "openapi.yaml"), "utf8");
const purse = usePurse({ openapiYaml: () => openapiYaml });
const browser = useBrowser();

/** axe looks at every element, Scalar makes thousands of them. */
const patient = { timeout: 60_000 };

const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 800 };

/** A page of the server's, which asks no other host for anything and is no wider than the screen. */
async function open(path: string, options: BrowserContextOptions = {}) {
  const page = await browser.open({ viewport: desk, ...options });
  const elsewhere: string[] = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(`${purse.url}/`)) elsewhere.push(request.url());
  });
  page.setDefaultTimeout(patient.timeout / 2);
  await page.goto(purse.url + path);
  return {
    page,
    async [Symbol.asyncDispose]() {
      await page[Symbol.asyncDispose]();
      expect(elsewhere).toEqual([]);
    },
  };
}

async function isDark(page: Page): Promise<boolean> {
  const color = await page.evaluate<string>("getComputedStyle(document.body).backgroundColor");
  return Number(/\d+/.exec(color)) < 128;
}

async function expectFits(page: Page): Promise<void> {
  const width = await page.evaluate<number>("document.documentElement.scrollWidth");
  expect(width).toBeLessThanOrEqual(page.viewportSize()?.width ?? 0);
}

test.each([
  ["/errors", "zh", phone],
  ["/errors?q=refund&retry=never", "en", desk],
  ["/errors/10001", "en", phone],
  ["/errors/100022", "zh", phone],
] as const)(
  "%s in %s can be read by everyone, by day and by night",
  patient,
  async (path, locale, viewport) => {
    await using visit = await open(path, { locale, viewport });
    const { page } = visit;
    const language = await page.locator("html").getAttribute("lang");
    expect(language).toBe(locale === "zh" ? "zh-CN" : "en");
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await isDark(page)).toBe(colorScheme === "dark");
      await expectFits(page);
      expect(await faultsOf(page)).toEqual([]);
      await picture(page, `${path.slice(1).replaceAll(/\W/g, "-")}-${locale}-${colorScheme}`);
    }
  },
);

test.each([
  ["zh", phone, "dark", "必填"],
  ["en", desk, "light", "required"],
] as const)(
  "the API reference in %s asks no other host",
  patient,
  async (locale, viewport, colorScheme, required) => {
    await using visit = await open("/docs", { locale, viewport, colorScheme });
    const { page } = visit;
    await page.getByRole("heading", { name: "Open a wallet" }).waitFor();
    await page.locator(".property-required", { hasText: required }).first().waitFor();
    await expectFits(page);
    expect(await isDark(page)).toBe(colorScheme === "dark");
    expect(await faultsOf(page, { except: faultsOfScalar })).toEqual([]);
  },
);

/** Of its editor for values, its copy buttons and its long lists. */
const faultsOfScalar = [
  "aria-input-field-name",
  "aria-required-attr",
  "button-name",
  "scrollable-region-focusable",
];

test(
  "a code's page leads to an operation in the reference, and others can be called from there",
  patient,
  async () => {
    await using visit = await open("/errors/200005", { viewport: desk, locale: "en" });
    const { page } = visit;
    await page.locator("summary").click();
    await page.getByRole("link", { name: "GET /v1/errors/{code}" }).click();
    await page.getByRole("heading", { name: "Read one code" }).waitFor();
    await page.getByRole("button", { name: "(get /v1/errors)", exact: false }).click();
    await page.getByRole("button", { name: "Send" }).last().click();
    await page.getByText("200 OK").waitFor();
    await expectFits(page);
  },
);

describe("without scripts", () => {
  const plain = { javaScriptEnabled: false, locale: "en", viewport: phone };

  test("the form finds codes by text and by retry class, and remembers what it was asked", async () => {
    await using visit = await open("/errors", plain);
    const { page } = visit;
    await page.getByLabel("Search").fill("refund");
    await page.getByLabel("Retry").selectOption("new_order_no");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(/retry=new_order_no/);
    expect(await page.locator(".codes b").allInnerTexts()).toEqual(["10007", "100028"]);
    expect(await page.getByLabel("Search").inputValue()).toBe("refund");
    expect(await page.getByLabel("Retry").inputValue()).toBe("new_order_no");
  });

  test("the other language is chosen by a link, and kept", async () => {
    await using visit = await open("/errors?q=10001", plain);
    const { page } = visit;
    await page.getByRole("link", { name: "中文" }).click();
    await page.getByRole("link", { name: "10001" }).click();
    expect(new URL(page.url()).pathname).toBe("/errors/10001");
    expect(await page.locator("h2").first().textContent()).toBe("原因");
    await page.getByRole("link", { name: "错误码" }).click();
    await page.getByRole("button", { name: "搜索" }).click();
    expect(await page.locator("[role=status]").textContent()).toBe("65 个错误码");
  });

  test("a code's page leads to the operations that answer it, and lists them", async () => {
    await using visit = await open("/errors/10003", plain);
    const { page } = visit;
    const answering = operationsOf(api).filter(({ operation }) =>
      operation.errors.some((key) => key === "charge_closed"),
    );
    const shown = await page.locator("details a").allInnerTexts();
    expect(shown).toEqual(answering.map(({ operation: { method, path } }) => `${method} ${path}`));
    expect(await page.locator("pre").allInnerTexts()).toEqual([
      expect.stringMatching(/^POST \/v1\/charges\/chg_…\/close\nX-API-KEY: purse_test_…$/),
      expect.stringMatching(/"code":10003,/),
    ]);
    await page.getByRole("link", { name: "POST /v1/charges/{id}/close" }).click();
    expect(await page.locator("li", { hasText: "/v1/charges/{id}/close" }).count()).toBe(1);
  });
});

test("codes are found while one types", async () => {
  await using visit = await open("/errors", { locale: "en", viewport: desk });
  const { page } = visit;
  await page.getByLabel("Search").pressSequentially("refund fail");
  await page.waitForURL(/q=refund\+fail/);
  const found = page.locator(".codes b");
  await found.filter({ hasNotText: /^10/ }).waitFor({ state: "detached" });
  expect(await found.allInnerTexts()).toContain("100028");
  await page.getByLabel("Retry").selectOption("wait");
  await page.getByText("No code matches.").waitFor();
  await expectFits(page);
});

test("what a visitor typed is text wherever it comes out again", async () => {
  await using visit = await open(`/errors?q=${encodeURIComponent('"><script>alert(1)</script>')}`);
  const { page } = visit;
  expect(await page.locator("main script").count()).toBe(0);
  expect(await page.locator("#q").inputValue()).toBe('"><script>alert(1)</script>');
  await expectFits(page);
});
