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

test("so many may be at the database, and fewer until nobody has been turned away for a second", async () => {
  let atDatabase = 287;
  load = watchLoad({ atDatabase: () => atDatabase });
  expect(load.refuse()).toBeUndefined();
  atDatabase = 288;
  expect(load.refuse()).toBe("overloaded: too many wait");
  // It keeps nobody else from sending requests here: this passes in a moment.
  expect(load.refusal()).toBeUndefined();
  atDatabase = 48;
  expect(load.refuse()).toBe("overloaded: too many wait");
  atDatabase = 47;
  expect(load.refuse()).toBeUndefined();
  atDatabase = 287;
  await sleep(900);
  expect(load.refuse()).toBe("overloaded: too many wait");
  await sleep(1050);
  expect(load.refuse()).toBeUndefined();
  expect(load.figures.refused).toBe(3);
});
