import { PassThrough } from "node:stream";
import { WriteStream } from "node:tty";
import { expect, test } from "vitest";
import { progressOn } from "./progress.ts";

/** A stream that keeps what is written to it, a terminal or none. */
function streamOf(terminal: object): { stream: WriteStream; written: () => string } {
  const through = new PassThrough({ encoding: "utf8" });
  const stream = Object.assign(Object.create(WriteStream.prototype), {
    ...terminal,
    write: through.write.bind(through),
  });
  return { stream, written: () => through.read() ?? "" };
}

const steps = [0, 5_000, 7_000].map((checked) => ({ rule: "r", checked, total: 7_000 }));
const long = { rule: "a rule of many words", checked: 1, total: 7_000 };

test("a pipe gets a line for a rule that is through", () => {
  const { stream, written } = streamOf({ isTTY: false });
  const progress = progressOn(stream);
  for (const step of steps) progress.onProgress(step);
  progress.onProgress({ rule: "of nothing", checked: 0, total: 0 });
  progress.clear();
  expect(written()).toBe("7000 rows: r\n0 rows: of nothing\n");
});

test("a terminal gets one line, written over and never wider than it is", () => {
  const { stream, written } = streamOf({ isTTY: true, columns: 43 });
  const progress = progressOn(stream);
  for (const step of steps) progress.onProgress(step);
  progress.onProgress(long);
  progress.clear();
  const over = "\x1b[2K\x1b[1G";
  expect(written()).toBe(
    [
      `${over}░░░░░░░░░░░░░░░░░░░░   0 % of 7000 rows: r`,
      `${over}██████████████░░░░░░  71 % of 7000 rows: r`,
      `${over}████████████████████ 100 % of 7000 rows: r`,
      `${over}░░░░░░░░░░░░░░░░░░░░   0 % of 7000 rows: a`,
      over,
    ].join(""),
  );
});
