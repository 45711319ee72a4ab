import type Router from "@koa/router";
import { languageOf, type ServerContext } from "./envelope.ts";
import { fail } from "./fail.ts";
import { errorPage, errorsPage } from "./pages.ts";
import type { RequestState } from "./request-id.ts";

export interface OpenRoutes {
  /** The text of openapi.yaml. */
  readonly openapiYaml: string;
}

/** What is open to everyone and no operation: the document, the pages of the codes. */
export function addOpenRoutes(router: Router<RequestState>, { openapiYaml }: OpenRoutes): void {
  router.get("/openapi.yaml", (ctx) => {
    ctx.set(protection);
    ctx.type = "application/yaml; charset=utf-8";
    ctx.body = openapiYaml;
  });
  router.get("/errors", (ctx) => answerPage(ctx, errorsPage(languageOf(ctx))));
  router.get("/errors/:code", (ctx) => {
    const page = errorPage(ctx.params.code ?? "", languageOf(ctx));
    if (page === undefined) throw fail("resource_not_exist", "code: not in the registry");
    answerPage(ctx, page);
  });
}

/** What a browser may do with a page: show it, styled, and nothing else. */
const protection = {
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

function answerPage(ctx: ServerContext, page: string): void {
  ctx.set(protection);
  ctx.set("Vary", "Accept-Language");
  ctx.type = "text/html; charset=utf-8";
  ctx.body = page;
}
