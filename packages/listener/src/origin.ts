import { AsyncLocalStorage } from "node:async_hooks";

/** What some work goes back to: a request that is being answered, or one that was. */
export interface Origin {
  readonly request_id: string;
}

const origins = new AsyncLocalStorage<Origin>();

/** Does work on behalf of a request; all that it awaits and leaves behind knows of it. */
export function onBehalfOf<T>(origin: Origin, work: () => T): T {
  return origins.run(origin, work);
}

/** The request that the running code works for, if it works for one. */
export function currentOrigin(): Origin | undefined {
  return origins.getStore();
}
