import examples from "./examples.json" with { type: "json" };

/** A request and its answer, as a test has seen them; ids and keys are cut short. */
interface Example {
  readonly request: string;
  readonly answer: string;
}

/** A map: a key such as "constructor" finds nothing. */
const byKey = new Map<string, Example>(Object.entries(examples));

/** How a code came about; undefined for codes that no test of Purse knows. */
export function exampleOf(key: string): Example | undefined {
  return byKey.get(key);
}
