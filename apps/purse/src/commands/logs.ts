import { setTimeout as sleep } from "node:timers/promises";
import type { Codes } from "@purse/contract";
import type { Config } from "../config.ts";
import { gatewayClient } from "../gateway-client.ts";
import { readProfile } from "../profile.ts";

const pollMs = 1000;

export interface LogsOptions {
  readonly follow?: true;
  readonly failed?: true;
  readonly operation?: string;
  readonly code?: number;
  readonly resource?: string;
  readonly request?: string;
  readonly key?: string;
  readonly count: number;
  readonly json?: true;
}

type Logged = Awaited<
  ReturnType<ReturnType<typeof gatewayClient>["operator"]["requests"]["list"]["query"]>
>[number];

/** Prints the latest requests of a running Purse, the newest last, and then those that come. */
export async function logs(config: Config, registry: Codes, options: LogsOptions): Promise<void> {
  const { follow, count, json } = options;
  const { list } = gatewayClient(await readProfile(config)).operator.requests;
  const filter = {
    failed: options.failed,
    operation: options.operation,
    code: options.code,
    resource_id: options.resource,
    request_id: options.request,
    key_id: options.key,
  };
  const print = json === true ? printJson : (logged: Logged) => printLine(registry, logged);
  const latest = (await list.query({ ...filter, count })).toReversed();
  for (const each of latest) print(each);
  let after = latest.at(-1)?.number ?? 0;
  while (follow === true) {
    await sleep(pollMs);
    const more = await list.query({ ...filter, after, count: 500 });
    for (const each of more) print(each);
    after = more.at(-1)?.number ?? after;
  }
}

function printJson(logged: Logged): void {
  console.log(JSON.stringify(logged));
}

function printLine(registry: Codes, logged: Logged): void {
  const { at, method, operation, path, status, code, duration_ms, request_id } = logged;
  const outcome = code === null ? "the caller had gone" : nameOf(registry, code);
  const resource = logged.resource_id ?? "";
  console.log(
    `${at}  ${status ?? "---"}  ${outcome}  ${method} ${operation ?? path}  ${resource}  ${duration_ms} ms  ${request_id}`,
  );
}

function nameOf(registry: Codes, code: number): string {
  return code === 0 ? "success" : `${code} ${registry.byCode(code)?.name ?? ""}`;
}
