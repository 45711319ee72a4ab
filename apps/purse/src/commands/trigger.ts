import { type RegistryEntry, registry } from "@purse/contract";
import { BadSetting, type Config } from "../config.ts";
import { answerOf, explained } from "../print-exchange.ts";
import { readProfile } from "../profile.ts";
import { runningPurse } from "../trigger/running-purse.ts";
import { type Triggered, triggerable, triggerCode } from "../trigger/trigger-code.ts";

export interface TriggerOptions {
  readonly all?: true;
  readonly json?: true;
}

/** Has a running Purse answer a code, by requests that anybody could send, and shows the last one. */
export async function trigger(
  config: Config,
  code: string | undefined,
  { all, json }: TriggerOptions,
): Promise<void> {
  const entries = all === true ? registry.entries.filter(isTriggerable) : [entryOf(code)];
  const profile = await readProfile(config);
  const running = runningPurse(profile);
  const print = json === true ? printJson : all === true ? printLine : printWhole;
  for (const entry of entries) {
    const triggered = await triggerCode(entry.key, running, profile.sandbox_url);
    if (triggered.exchange.error?.code !== entry.code) process.exitCode = 1;
    print(entry, triggered);
  }
}

function entryOf(code: string | undefined): RegistryEntry {
  const entry = registry.entries.find(({ key, code: number }) =>
    [key, `${number}`].includes(code ?? ""),
  );
  if (entry === undefined) throw new BadSetting(`${code}: no such code, see purse errors`);
  if (isTriggerable(entry)) return entry;
  throw new BadSetting(`${code}: no scenario brings it about`);
}

function isTriggerable({ key }: RegistryEntry): boolean {
  return triggerable.includes(key);
}

const places = {
  running: "At the Purse that runs",
  own: "At a Purse in memory, begun for it: the one that runs must not be broken",
};

function printWhole(entry: RegistryEntry, { story, at, exchange }: Triggered): void {
  const { status, duration_ms, request_id, error } = exchange;
  console.log(`${entry.code} ${entry.name}: ${story}\n${places[at]}.\n`);
  console.log(indented(shown(exchange)));
  console.log(`\nHTTP ${status}, ${duration_ms} ms, request ${request_id}\n`);
  console.log(indented(exchange.text));
  console.log(error === undefined ? "\nIt succeeded." : `\n${explained(error)}`);
  if (error?.code !== entry.code) console.log(`\n${entry.code} was to come, and did not.`);
}

function printLine(entry: RegistryEntry, { at, exchange }: Triggered): void {
  const { status, error } = exchange;
  const came = error?.code === entry.code ? "came" : `did not come, but ${error?.code ?? 0}`;
  console.log(
    `${String(entry.code).padStart(6)}  ${entry.key.padEnd(38)}  ${status}  ${at.padEnd(7)}  ${came}`,
  );
}

function printJson({ code, key }: RegistryEntry, { story, at, exchange }: Triggered): void {
  const { method, path, headers, body } = exchange.request;
  const request = { method, path, headers, body: body ?? null };
  const came = exchange.error?.code === code;
  console.log(JSON.stringify({ code, key, came, story, at, request, answer: answerOf(exchange) }));
}

/** The request as it went over the wire. */
function shown({ request: { method, path, headers = {}, body } }: Triggered["exchange"]): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path}`, ...lines, ...(body === undefined ? [] : ["", body])].join("\n");
}

function indented(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}
