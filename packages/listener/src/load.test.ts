import { afterEach, expect, test } from "vitest";
import { type Load, watchLoad } from "./load.ts";

let load: Load | undefined;
afterEach(() => load?.close());
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test("refuses at the limit, and takes on again when a request has left", () => {
  load = watchLoad({ inFlightMax: 2 });
  const leave = load.enter();
  load.enter();
  expect(load.refusal()).toBe("overloaded: 2 requests in flight");
  leave();
  leave();
  expect(load.refusal()).toBeUndefined();
  load.enter();
  expect(load.refusal()).toBe("overloaded: 2 requests in flight");
});

test("refuses while the event loop is late, and recovers", async () => {
  load = watchLoad();
  const block = async () => {
    const until = performance.now() + 600;
    while (performance.now() < until);
    await sleep(1);
  };
  await block();
  expect(load.refusal()).toBeUndefined();
  await block();
  await block();
  expect(load.refusal()).toBe("overloaded: the event loop is late");
  await sleep(500);
  expect(load.refusal()).toBeUndefined();
});
