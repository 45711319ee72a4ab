import { setImmediate } from "node:timers/promises";
import { afterAll, afterEach } from "vitest";
import { contradictionOf, spoilt } from "./conformance.ts";

// Runs before every test file: each answer that `fetch` gets, whoever calls it, is held against
// openapi.yaml, and one that does not fit fails the test that it came in. That is done between
// tests, and answer by answer: compiling schemas makes a server in the same process late, which it
// would take for overload.

interface Answer {
  readonly method: string;
  readonly path: string;
  readonly response: Response;
}
const answers: Answer[] = [];
const plainFetch = globalThis.fetch;

globalThis.fetch = async (input, init) => {
  const response = await plainFetch(input, init);
  const { pathname: path } = new URL(input instanceof Request ? input.url : input);
  if (!path.startsWith("/v1/") || response.headers.has(spoilt)) return response;
  const method = init?.method ?? (input instanceof Request ? input.method : "GET");
  answers.push({ method, path, response: response.clone() });
  return response;
};

/** How the answers that came since this was last asked contradict openapi.yaml. */
export async function takeContradictions(): Promise<string[]> {
  const found: string[] = [];
  for (const answer of answers.splice(0)) {
    const contradiction = await contradictionIn(answer);
    if (contradiction !== undefined) found.push(contradiction);
    await setImmediate();
  }
  return found;
}

async function contradictionIn({ method, path, response }: Answer): Promise<string | undefined> {
  const { status, headers } = response;
  // One that breaks off is its caller's to see.
  const text = await response.text().catch(() => undefined);
  if (text === undefined) return undefined;
  return contradictionOf({ method, path, status, headers, text });
}

async function failOnContradictions(): Promise<void> {
  const found = await takeContradictions();
  if (found.length > 0) throw new Error(`not what openapi.yaml says:\n${found.join("\n")}`);
}
afterEach(failOnContradictions);
afterAll(async () => {
  // For the next file in this process, before which this runs again.
  globalThis.fetch = plainFetch;
  await failOnContradictions();
});
