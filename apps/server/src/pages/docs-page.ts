import type { NamedOperation, Operation } from "@purse/contract";
import { html } from "hono/html";
import type { View } from "./language.ts";
import { layout } from "./layout.ts";
import { words } from "./words.ts";

/** Scalar's API reference; without scripts, a list of the operations. */
export function docsPage(view: View, operations: readonly NamedOperation[]): Promise<string> {
  const { language } = view;
  const title = words.reference[language];
  const items = operations.map(({ operation: { method, path, summary } }) => {
    return html`<li><code>${method} ${path}</code> ${summary}</li>
`;
  });
  const body = html`<div id="reference"></div>
<noscript><main class="page">
<h1>${title}</h1>
<p><a href="/openapi.yaml">${words.document[language]}</a></p>
<ul>${items}</ul>
</main></noscript>`;
  return layout(view, { title, path: "/docs", body, scripts: ["scalar.js", "docs.js"] });
}

/** Where on the page Scalar shows an operation. */
export function operationAnchor(resource: string, { method, path }: Operation<string>): string {
  return `#tag/${resource.toLowerCase()}/${method}${path}`;
}
