import { html } from "hono/html";
import { assetPath } from "./assets.ts";
import type { Language, View } from "./language.ts";
import { words } from "./words.ts";

/** Markup in which all that was filled in is escaped. */
export type Html = ReturnType<typeof html>;

interface Page {
  readonly title: string;
  /** Where the page is, for the links to it in the other language. */
  readonly path: string;
  readonly body: Html;
  /** The scripts that the page takes, by their names. */
  readonly scripts?: readonly string[];
}

const names: Readonly<Record<Language, string>> = { zh: "中文", en: "English" };

/** A whole page, which can do without its scripts. */
export async function layout(view: View, page: Page): Promise<string> {
  const { language, link } = view;
  return String(
    await html`<!doctype html>
<html lang="${language === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${page.title} · Purse</title>
<link rel="icon" href="${assetPath("icon.svg")}">
<link rel="stylesheet" href="${assetPath("pages.css")}">
${(page.scripts ?? []).map((name) => html`<script defer src="${assetPath(name)}"></script>`)}
</head>
<body>
<nav class="top" aria-label="${words.main[language]}">
<a href="${link("/docs")}">${words.reference[language]}</a>
<a href="${link("/errors")}">${words.codes[language]}</a>
${languageSwitch(view, page.path)}
</nav>
${page.body}
</body>
</html>
`,
  );
}

/** A link to the same page in the other language. */
function languageSwitch({ language }: View, path: string): Html {
  const other = language === "zh" ? "en" : "zh";
  const tag = other === "zh" ? "zh-CN" : "en";
  const href = `${path}${path.includes("?") ? "&" : "?"}lang=${other}`;
  return html`<a href="${href}" lang="${tag}" hreflang="${tag}">${names[other]}</a>`;
}
