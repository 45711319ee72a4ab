import type { NamedOperation, RegistryEntry } from "@purse/contract";
import { html } from "hono/html";
import { operationAnchor } from "./docs-page.ts";
import { exampleOf } from "./examples.ts";
import type { View } from "./language.ts";
import { type Html, layout } from "./layout.ts";
import { operationCount, originWords, retryWords, words } from "./words.ts";

/** What is known of a code. */
export interface KnownCode {
  readonly entry: RegistryEntry;
  /** The operations that may answer it, and how many there are at all. */
  readonly answering: readonly NamedOperation[];
  readonly operations: number;
}

/** The page that the Link header of an error leads to. */
export function codePage(view: View, known: KnownCode): Promise<string> {
  const { entry } = known;
  const { language } = view;
  const { code, key, description, cause, remedy, erratum } = entry;
  const texts = [
    [words.cause, cause],
    [words.remedy, remedy],
    ...(erratum === undefined ? [] : [[words.erratum, erratum] as const]),
  ] as const;
  const body = html`<main class="page">
<h1><b>${code}</b> <code>${key}</code></h1>
<p class="lead">${description[language]}</p>
${facts(view, entry)}
${texts.map(([title, text]) => html`<h2>${title[language]}</h2><p>${text[language]}</p>`)}
${example(view, key)}
<h2>${words.operations[language]}</h2>
${answering(view, known)}
</main>`;
  return layout(view, { title: `${code} ${key}`, path: `/errors/${code}`, body });
}

function facts({ language }: View, { key, name, httpStatus, retry, origin }: RegistryEntry): Html {
  const wireName = code(name);
  return html`<dl>
<dt>HTTP</dt><dd>${httpStatus}</dd>
<dt>${words.retry[language]}</dt><dd>${code(retry)} ${retryWords[retry][language]}</dd>
<dt>${words.unique[language]}</dt><dd>${code(key)}</dd>
<dt>${words.name[language]}</dt><dd>${wireName}</dd>
<dt>${words.origin[language]}</dt><dd>${originWords[origin][language]}</dd>
</dl>`;
}

/** What tests have seen of Purse's own codes; of other codes they have seen nothing. */
function example({ language }: View, key: string): Html | string {
  const seen = exampleOf(key);
  if (seen === undefined) return "";
  return html`<h2>${words.example[language]}</h2>
<h3>${words.request[language]}</h3>
<pre><code>${seen.request}</code></pre>
<h3>${words.answer[language]}</h3>
<pre><code>${seen.answer}</code></pre>`;
}

/** So many operations are shown without being asked for. */
const openCount = 10;

function answering({ language, link }: View, { answering, operations }: KnownCode): Html {
  if (answering.length === 0) return html`<p>${words.noOperation[language]}</p>`;
  if (answering.length === operations) return html`<p>${words.everyOperation[language]}</p>`;
  const items = answering.map(({ resource, operation }) => {
    const href = `${link("/docs")}${operationAnchor(resource, operation)}`;
    const { method, path, summary } = operation;
    return html`<li><a href="${href}">${code(`${method} ${path}`)}</a> ${summary}</li>
`;
  });
  const open = answering.length <= openCount ? "open" : "";
  return html`<details ${open}>
<summary>${operationCount(answering.length)[language]}</summary>
<ul>${items}</ul>
</details>`;
}

function code(text: string): Html {
  return html`<code>${text}</code>`;
}
