import { paths, restRequestOf, scenarios } from "@purse/scenarios";
import type { HttpExchange } from "../http-exchange.ts";
import type { Place } from "./place.ts";
import { openStage, send } from "./stage.ts";

/** A code that was brought about, or another one that came instead. */
export interface Triggered {
  readonly story: string;
  /** Where: at the Purse that runs, or at one that was begun for it. */
  readonly at: Place["kind"];
  readonly exchange: HttpExchange;
}

/** The keys of all codes that have a scenario. */
export const triggerable: readonly string[] = [...scenarios, ...paths].map(({ key }) => key);

/** Brings a code about by its scenario. */
export async function triggerCode(
  wanted: string,
  running: Place,
  sandboxUrl: string,
): Promise<Triggered> {
  const path = paths.find(({ key }) => key === wanted);
  if (path !== undefined) {
    const exchange = await send(running, await path.request(running));
    return { story: path.story, at: running.kind, exchange };
  }
  const scenario = scenarios.find(({ key }) => key === wanted);
  if (scenario === undefined) throw new Error(`no scenario brings ${wanted} about`);
  const tidies: (() => Promise<unknown>)[] = [];
  const { stage, placeOf } = openStage(running, sandboxUrl, (tidy) => tidies.push(tidy));
  try {
    const call = await scenario.arrange(stage);
    const place = placeOf(call);
    const exchange = await send(place, restRequestOf(call));
    return { story: scenario.story, at: place.kind, exchange };
  } finally {
    for (const tidy of tidies) await tidy();
  }
}
