import type { RequestListener } from "node:http";
import type Koa from "koa";
import compose from "koa-compose";

/**
 * Runs an app's middleware. Operations' answers are written by `send` and watched by the listener:
 * Koa's callback, which would do both once more, costs a tenth of a request, and runs the rest.
 */
export function answerer(app: Koa): RequestListener {
  const answerWhole = app.callback();
  const run = compose(app.middleware);
  return (request, response) => {
    if (request.url?.startsWith("/v1/") !== true) {
      answerWhole(request, response);
      return;
    }
    const ctx = app.createContext(request, response);
    run(ctx).catch((error: Error) => ctx.onerror(error));
  };
}
