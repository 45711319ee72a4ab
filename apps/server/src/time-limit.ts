import type { Middleware } from "koa";
import { fail } from "./fail.ts";

/** Answers `request_time_out` when what follows takes longer; its late answer is dropped. */
export function timeLimit(limitMs: number): Middleware {
  return (_ctx, next) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(fail("request_time_out")), limitMs);
      next()
        .then(resolve, reject)
        .finally(() => clearTimeout(timer));
    });
}
