import { type RegistryEntry, type RetryClass, retryClasses, searchCodes } from "@purse/contract";
import { html } from "hono/html";
import type { View } from "./language.ts";
import { type Html, layout } from "./layout.ts";
import { countOf, originWords, retryWords, words } from "./words.ts";

/** What the page is asked for, as its form sends it. */
export interface Search {
  readonly text: string;
  /** Codes of this retry class only. */
  readonly retry: RetryClass | undefined;
}

/** Reads a form that anyone may have filled in: what makes no sense asks for nothing. */
export function searchOf(query: Readonly<Record<string, unknown>>): Search {
  const { q, retry } = query;
  return {
    text: typeof q === "string" ? q.trim().slice(0, 200) : "",
    retry: retryClasses.find((each) => each === retry),
  };
}

/** All codes that a search finds, each with its description and a link to its page. */
export function errorsPage(
  view: View,
  codes: readonly RegistryEntry[],
  { text, retry }: Search,
): Promise<string> {
  const ofClass = codes.filter((entry) => retry === undefined || entry.retry === retry);
  const { language } = view;
  const title = words.codes[language];
  const body = html`<main class="page">
<h1>${title}</h1>
${form(view, { text, retry })}
${results(view, searchCodes(ofClass, text))}
</main>`;
  const query = new URLSearchParams({ q: text, retry: retry ?? "" });
  return layout(view, { title, path: `/errors?${query}`, body, scripts: ["search.js"] });
}

function form({ language, isChosen }: View, { text, retry }: Search): Html {
  const options = retryClasses.map((each) => {
    const label = `${each} · ${retryWords[each][language]}`;
    const selected = each === retry ? "selected" : "";
    return html`<option value="${each}" ${selected}>${label}</option>`;
  });
  return html`<form role="search" action="/errors">
<p><label for="q">${words.search[language]}</label>
<input id="q" name="q" type="search" value="${text}" placeholder="${words.searchHint[language]}" maxlength="200" autocomplete="off"></p>
<p><label for="retry">${words.retry[language]}</label>
<select id="retry" name="retry"><option value="">${words.any[language]}</option>${options}</select></p>
${isChosen ? html`<input type="hidden" name="lang" value="${language}">` : ""}
<button>${words.search[language]}</button>
</form>`;
}

/** The part that search.js puts in the place of the one before. */
function results(view: View, found: readonly RegistryEntry[]): Html {
  const { language } = view;
  const count = found.length === 0 ? words.none[language] : countOf(found.length)[language];
  return html`<div id="found">
<p role="status">${count}</p>
<ul class="codes">${found.map((entry) => item(view, entry))}</ul>
</div>`;
}

function item({ language, link }: View, entry: RegistryEntry): Html {
  const { code, key, httpStatus, retry, origin, description } = entry;
  const facts = [
    `HTTP ${httpStatus}`,
    retry,
    ...(origin === "seed" ? [] : [originWords[origin][language]]),
  ];
  return html`<li><a href="${link(`/errors/${code}`)}"><b>${code}</b> <code>${key}</code></a>
<small>${facts.join(" · ")}</small>
<p>${description[language]}</p></li>
`;
}
