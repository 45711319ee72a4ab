import { expect, test } from "vitest";
import { urlOf } from "./channels.ts";

const hosts = { live: "https://channel.example", test: "http://127.0.0.1:3002/channel" };

test("without a setting, live keys reach the channel and test keys the sandbox", () => {
  const url = urlOf(undefined, hosts);
  expect([url("live"), url("test")]).toEqual([hosts.live, hosts.test]);
});

test("a setting serves both", () => {
  const url = urlOf("http://127.0.0.1:9/x", hosts);
  expect([url("live"), url("test")]).toEqual(["http://127.0.0.1:9/x", "http://127.0.0.1:9/x"]);
});

test.each(["https://channel.example", "https://CHANNEL.example.:443/"])(
  "a test key never reaches the channel itself: %s",
  (setting) => {
    const url = urlOf(setting, hosts);
    expect([url("live"), url("test")]).toEqual([setting, hosts.test]);
  },
);
