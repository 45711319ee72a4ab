import { BaseSequencer, type TestSpecification } from "vitest/node";

/** What takes longest, from the longest on. */
const longest = [
  "tests/browser/console",
  "tests/model/",
  "tests/calling-commands",
  "tests/command.",
  "tests/postgres/crash",
  "tests/browser/pages",
  "tests/postgres/secrecy",
  "tests/webhooks",
  "tests/codes/",
  "tests/embedded-crash",
  "tests/ledger-check",
  "tests/hostile/",
  "tests/payment-passwords",
  "tests/embedded-damage",
  "tests/list-states",
];

/** Begins with the longest files, so that at the end no worker is left alone with one. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((path) => moduleId.includes(path));
      return place === -1 ? longest.length : place;
    };
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => placeOf(one) - placeOf(other));
  }
}
