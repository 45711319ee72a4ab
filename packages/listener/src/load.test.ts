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
  let underWay = 287;
  load = watchLoad({ atDatabase: () => ({ underWay, ended: 0 }) });
  expect(load.refuse()).toBeUndefined();
  underWay = 288;
  expect(load.refuse()).toBe("overloaded: too many wait");
  // It keeps nobody else from sending requests here: this passes in a moment.
  expect(load.refusal()).toBeUndefined();
  underWay = 16;
  expect(load.refuse()).toBe("overloaded: too many wait");
  underWay = 15;
  expect(load.refuse()).toBeUndefined();
  underWay = 287;
  await sleep(900);
  expect(load.refuse()).toBe("overloaded: too many wait");
  await sleep(1050);
  expect(load.refuse()).toBeUndefined();
  expect(load.figures.refused).toBe(3);
});

test("in a flood as many are taken on as the database answers in a moment", async () => {
  let [underWay, ended] = [288, 0];
  load = watchLoad({ atDatabase: () => ({ underWay, ended }) });
  const flooded = () => {
    for (underWay = 288; load?.refuse() !== undefined; underWay -= 1);
    return underWay + 1;
  };
  expect(flooded()).toBe(16);
  // 4,000 calls a second, and 48 of them in 12 ms.
  const calls = setInterval(() => {
    ended = Math.round((performance.now() - began) * 4);
  }, 20);
  const began = performance.now();
  await sleep(1500);
  clearInterval(calls);
  expect(flooded()).toBeGreaterThan(42);
  expect(flooded()).toBeLessThan(54);
  await sleep(1200);
  expect(flooded()).toBe(16);
});
