import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { openConsole } from "@purse/purse";
import { pino } from "pino";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, vi } from "vitest";

/** The console's files, built when the first page can be opened. */
export function useConsoleFiles() {
  let opened: ReturnType<typeof openConsole> | undefined;
  beforeAll(async () => {
    opened = openConsole(pino({ level: "error" }));
    await vi.waitUntil(() => opened?.files() !== undefined, { timeout: 60_000 });
  }, 70_000);
  afterAll(() => opened?.close());
  return () => opened?.files();
}

/** Debian's Chromium for all tests of a file. */
export function useBrowser() {
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      ],
    });
  });
  afterAll(() => browser?.close());
  return {
    /** A window of its own, that fails the test at its end if a page found fault with itself. */
    async open(options: BrowserContextOptions = {}): Promise<Page & AsyncDisposable> {
      if (browser === undefined) throw new Error("the browser opens before the first test");
      const context = await browser.newContext({ locale: "en-US", ...options });
      const page = await context.newPage();
      page.setDefaultTimeout(20_000);
      const faults: string[] = [];
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (message) => {
        // What the gateway refuses is the browser's business to note, and no fault of the page.
        if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
          faults.push(message.text());
        }
      });
      return Object.assign(page, {
        async [Symbol.asyncDispose]() {
          await context.close();
          expect(faults).toEqual([]);
        },
      });
    },
  };
}

/** What axe finds wrong with a page by WCAG 2.2 AA and its own best practices, or by some rules. */
export async function faultsOf(
  page: Page,
  rules: { readonly except?: readonly string[]; readonly only?: readonly string[] } = {},
): Promise<readonly string[]> {
  const axe = new AxeBuilder({ page }).disableRules([...(rules.except ?? [])]);
  if (rules.only !== undefined) axe.withRules([...rules.only]);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`),
  );
}

/** Keeps a picture of a page for people to look at, where PURSE_SCREENSHOTS names a folder. */
export async function picture(page: Page, name: string): Promise<void> {
  const { PURSE_SCREENSHOTS: directory } = process.env;
  if (directory === undefined) return;
  await page.screenshot({ path: join(directory, `${name}.png`), fullPage: true });
}
