import { exchangeOf } from "@purse/listener";
import type { Context } from "koa";

const self = "'self'";

/**
 * What a browser may do with a page: show it and what this server sends for it, and send its form
 * here. Scalar writes styles into its markup, which only its page may have.
 */
export function protect(ctx: Context, styles?: "with inline styles"): void {
  const policy = {
    "default-src": "'none'",
    "script-src": self,
    "style-src": styles === undefined ? self : `${self} 'unsafe-inline'`,
    "img-src": self,
    "connect-src": self,
    "base-uri": "'none'",
    "form-action": self,
    "frame-ancestors": "'none'",
  };
  const directives = Object.entries(policy).map((directive) => directive.join(" "));
  ctx.set({
    "X-Request-Id": exchangeOf(ctx.req).requestId,
    "Content-Security-Policy": directives.join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
  });
}
