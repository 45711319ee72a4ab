import Router from "@koa/router";
import type { Core } from "@purse/core";
import type { Context } from "koa";
import { languageOf } from "./envelope.ts";
import { fail } from "./fail.ts";
import { assetAt } from "./pages/assets.ts";
import { codePage } from "./pages/code-page.ts";
import { docsPage } from "./pages/docs-page.ts";
import { errorsPage, searchOf } from "./pages/errors-page.ts";
import { viewOf } from "./pages/language.ts";
import { protect } from "./protection.ts";

export interface PageOptions {
  readonly core: Core;
  /** Makes the text of openapi.yaml; asked once, when somebody first wants it. */
  readonly openapiYaml: () => string;
}

/** What is open to everyone: the document, the pages for people, and what they load. */
export function pageRoutes({ core, openapiYaml }: PageOptions): ReturnType<Router["routes"]> {
  const { operations } = core;
  const { registry } = core.contract;
  const router = new Router({ sensitive: true, strict: true });
  let document: string | undefined;
  router.get("/openapi.yaml", (ctx) => {
    protect(ctx);
    ctx.type = "application/yaml; charset=utf-8";
    document ??= openapiYaml();
    ctx.body = document;
  });
  router.get("/errors", async (ctx) => {
    const search = searchOf(ctx.query);
    answerPage(ctx, await errorsPage(viewFor(ctx), registry.entries, search));
  });
  router.get("/errors/:code", async (ctx) => {
    const code = ctx.params.code ?? "";
    // biome-ignore lint/plugin: a code, up to ten digits.
    const entry = /^-?\d{1,10}$/.test(code) ? registry.byCode(Number(code)) : undefined;
    if (entry === undefined) throw fail("resource_not_exist", "code: not in the registry");
    const answering = operations.filter(({ keys }) => keys.has(entry.key));
    const known = { entry, answering, operations: operations.length };
    answerPage(ctx, await codePage(viewFor(ctx), known));
  });
  router.get("/docs", async (ctx) => {
    answerPage(ctx, await docsPage(viewFor(ctx), operations), "with inline styles");
  });
  router.get("/assets/:digest/:name", async (ctx) => {
    const asset = assetAt(ctx.path);
    if (asset === undefined) throw fail("operation_not_exist");
    protect(ctx);
    ctx.set("Cache-Control", "public, max-age=31536000, immutable");
    ctx.vary("Accept-Encoding");
    ctx.type = asset.type;
    if (ctx.acceptsEncodings("gzip", "identity") === "gzip") {
      ctx.set("Content-Encoding", "gzip");
      ctx.body = await asset.gzipped();
    } else ctx.body = asset.body;
  });
  const routes = router.routes();
  // The router would try its patterns on every request.
  return (ctx, next) => (ctx.req.url?.startsWith("/v1/") ? next() : routes(ctx, next));
}

function viewFor(ctx: Context) {
  return viewOf(ctx.query.lang, languageOf(ctx));
}

function answerPage(ctx: Context, page: string, styles?: "with inline styles"): void {
  protect(ctx, styles);
  ctx.vary("Accept-Language");
  ctx.type = "text/html; charset=utf-8";
  ctx.body = page;
}
