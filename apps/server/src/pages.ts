import { type RegistryEntry, registry, type Text } from "@purse/contract";

type Language = keyof Text;

/** The page that the Link header of an error leads to; undefined for an unknown code. */
export function errorPage(code: string, language: Language): string | undefined {
  const entry = /^-?\d{1,10}$/.test(code) ? registry.byCode(Number(code)) : undefined;
  if (entry === undefined) return undefined;
  const languages: Language[] = language === "zh" ? ["zh", "en"] : ["en", "zh"];
  const texts = [entry.description, entry.cause, entry.remedy, entry.erratum ?? { zh: "", en: "" }];
  const paragraphs = languages.flatMap((each) =>
    texts.map((text) =>
      text[each] === "" ? "" : `<p lang="${each}">${escapeHtml(text[each])}</p>`,
    ),
  );
  const facts = `HTTP ${entry.httpStatus} · ${entry.retry} · ${entry.key}`;
  return html(
    `${entry.code} ${entry.name}`,
    `<p><code>${escapeHtml(facts)}</code></p>${paragraphs.join("")}<p><a href="/errors">/errors</a></p>`,
  );
}

/** All codes, each with its description and a link to its page. */
export function errorsPage(language: Language): string {
  return html(
    "Purse",
    `<ul>${registry.entries.map((entry) => item(entry, language)).join("")}</ul>`,
  );
}

function item({ code, name, description }: RegistryEntry, language: Language): string {
  const link = `<a href="/errors/${code}">${code} <code>${escapeHtml(name)}</code></a>`;
  return `<li>${link} ${escapeHtml(description[language])}</li>`;
}

function html(title: string, body: string): string {
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>:root{color-scheme:light dark}body{font:16px/1.6 system-ui;max-width:44rem;margin:2rem auto;padding:0 1rem}</style>
</head><body><h1>${escapeHtml(title)}</h1>${body}</body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
