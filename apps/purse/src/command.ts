import tab from "@bomb.sh/tab/commander";
import { Moment, PurseError } from "@purse/contract";
import type { Service } from "@purse/core";
import { Command, InvalidArgumentError, Option } from "commander";
import type { CallOptions } from "./commands/call.ts";
import type { KeyOptions } from "./commands/keys.ts";
import type { ListenOptions } from "./commands/listen.ts";
import type { LogsOptions } from "./commands/logs.ts";
import type { TriggerOptions } from "./commands/trigger.ts";
import { BadSetting, readConfig } from "./config.ts";
import { exitCodesHelp, noAnswerExitCode } from "./exit-codes.ts";
import { NoAnswer } from "./no-answer.ts";
import { type Part, parts } from "./parts.ts";

// What a command alone needs is loaded when it runs: most need no database, and are there at once.

const settings = `
Settings:
  DATABASE_URL            postgres://… ; without it the embedded database is used
  PURSE_DATA_DIR          where the embedded database lives (.purse)
  PURSE_HOST              what the server listens on (127.0.0.1)
  PURSE_SERVER_PORT       (3000)
  PURSE_GATEWAY_HOST      what the gateway listens on (127.0.0.1)
  PURSE_GATEWAY_PORT      (3001)
  PURSE_WORKER_HOST       what a worker alone has its probes and metrics on (127.0.0.1)
  PURSE_WORKER_PORT       (3003)
  PURSE_SANDBOX_PORT      the channels' sandbox for test keys, which start runs (3002)
  PURSE_OPERATOR_TOKEN    lets operators and internal apps into the gateway; 16 characters or more
  PURSE_VIEWER_TOKEN      lets people into the gateway and its console who may only look
  PURSE_SECRET_KEY        base64 of 32 bytes, seals secrets at rest; live ones need it, and the
                          embedded database makes its own. To rotate: the new one, a comma, the old
  PURSE_RANDOM_KEY_URL    provider of random keys (HSM, KMS); without it this machine's own
  PURSE_KEY_CONCURRENCY   requests that each key may have in flight, over all replicas (64)
  PURSE_PUBLIC_URL        where channels reach the server (http://PURSE_HOST:PURSE_SERVER_PORT)
  PURSE_ALIPAY_URL        Alipay's own for live keys, the sandbox's for test keys
  PURSE_WECHAT_URL        WeChat Pay's own for live keys, the sandbox's for test keys
  PURSE_EGRESS            any lets webhooks go to private addresses and over http as well (public)
  PURSE_LOG_LEVEL         trace, debug, info, warn, error, fatal or silent (info)
  OTEL_EXPORTER_OTLP_ENDPOINT   where traces go by OTLP over HTTP; without it there are none
  PURSE_LITERAL_SUCCESS   true spells the success message "suucess", as once published

Of what calls a running Purse (call, listen, trigger, logs):
  PURSE_PROFILE           a JSON file with server_url, gateway_url, sandbox_url, operator_token,
                          api_key, key_id, signing_secret or private_key, merchant_wallet_id;
                          start writes one (PURSE_DATA_DIR/profile.json)
  PURSE_SERVER_URL, PURSE_GATEWAY_URL, PURSE_SANDBOX_URL      instead of the profile's
  PURSE_API_KEY           instead of the profile's, with PURSE_KEY_ID and PURSE_SIGNING_SECRET
                          (hmac-sha256) or PURSE_PRIVATE_KEY (ed25519, PKCS #8) to sign by`;

const config = () => readConfig(process.env);
function timeOf(text: string): Date {
  const { success } = Moment.safeParse(text);
  if (!success) throw new InvalidArgumentError("expected a time as 2027-01-31T00:00:00Z");
  return new Date(text);
}
function hoursOf(text: string): number {
  if (!/^\d{1,3}$/.test(text)) throw new InvalidArgumentError("expected hours from 0 to 999");
  return Number(text);
}
function integerOf(text: string): number {
  if (!/^-?\d{1,9}$/.test(text)) throw new InvalidArgumentError("expected an integer");
  return Number(text);
}
/** `name=value`, at the first =. */
function fieldOf(argument: string, before: readonly (readonly [string, string])[] = []) {
  const at = argument.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("expected name=value");
  return [...before, [argument.slice(0, at), argument.slice(at + 1)] as const];
}
type Fields = ReturnType<typeof fieldOf>;
const json = ["--json", "print JSON, for scripts"] as const;

/** The command `purse`, for Purse itself or for whoever extends it. */
export async function run(service: Service): Promise<void> {
  const program = new Command("purse")
    .description("A self-hosted wallet and payment server. Settings come from the environment.")
    .showHelpAfterError()
    .addHelpText("after", settings);
  addServing(program, service);
  addUpkeep(program);
  addKeys(program);
  addCalling(program, service);
  // `purse complete bash` and so on prints what a shell has to source.
  tab(program);

  try {
    await program.parseAsync();
  } catch (error) {
    const expected = await isExpected(error);
    console.error(expected && error instanceof Error ? error.message : error);
    process.exitCode = error instanceof NoAnswer ? noAnswerExitCode : 1;
  }
}

/** What a person can mend is said in a line; anything else shows where it came from. */
async function isExpected(error: unknown): Promise<boolean> {
  const own = [BadSetting, NoAnswer, PurseError];
  if (own.some((kind) => error instanceof kind)) return true;
  const { DirectoryInUse, ForeignDatabase, UnusableDirectory } = await import("@purse/storage");
  return [DirectoryInUse, ForeignDatabase, UnusableDirectory].some((kind) => error instanceof kind);
}

function addServing(program: Command, service: Service): void {
  program
    .command("start")
    .description("run everything in one process, with a demo merchant and a first request")
    .action(async () => (await import("./commands/start.ts")).start(config(), service));
  program
    .command("serve")
    .description("run a replica: the server, the gateway and the worker")
    .addOption(new Option("--only <part>", "just one of them").choices(parts))
    .action(async (options: { only?: Part }) =>
      (await import("./commands/serve.ts")).serve(config(), service, options.only),
    );
  program
    .command("errors")
    .description("look codes up by number, by key or by text")
    .argument("[search]", "a code, a key or any text")
    // A negative code is no option.
    .allowUnknownOption()
    .option(...json)
    .action(async (search: string | undefined, options: { json?: true }) =>
      (await import("./commands/errors.ts")).errors(service.contract.registry, search, options),
    );
  program
    .command("openapi")
    .description("print the OpenAPI document, for generators")
    .action(async () =>
      console.log((await import("@purse/openapi")).openapiYaml(service.contract)),
    );
}

function addUpkeep(program: Command): void {
  program
    .command("migrate")
    .description("bring the database's schema up to date")
    .action(async () => (await import("./commands/migrate.ts")).migrate(config()));
  program
    .command("seed")
    .description("make two test merchants with keys and funded wallets")
    .option(...json)
    .action(async (options: { json?: true }) =>
      (await import("./commands/seed.ts")).seed(config(), options),
    );
  program
    .command("secrets")
    .description("look after secrets at rest")
    .command("reseal")
    .description("seal all of them under the newest PURSE_SECRET_KEY, so that older ones can go")
    .action(async () => (await import("./commands/secrets.ts")).resealCommand(config()));

  const ledger = program.command("ledger").description("look after the ledger");
  ledger
    .command("check")
    .description("prove every invariant of the ledger; exits with 1 when one fails")
    .option(...json)
    .action(async (options: { json?: true }) =>
      (await import("./commands/ledger-check.ts")).ledgerCheck(config(), options),
    );
}

function addKeys(program: Command): void {
  const keys = program.command("keys").description("make, list and revoke API keys");
  keys
    .command("create")
    .description("make a key for a merchant, and the merchant if it is new")
    .argument("<merchant>", "the merchant's name")
    .option("--live", "for real money; without it a test key")
    .addOption(
      new Option("--alg <algorithm>", "what signs its requests").choices([
        "hmac-sha256",
        "ed25519",
      ]),
    )
    .option("--public-key <file>", "of ed25519: a PEM, or base64 of its 32 bytes")
    .option("--not-after <time>", "when it ends by itself, RFC 3339", timeOf)
    .option(...json)
    .action(async (merchant: string, options: KeyOptions) =>
      (await import("./commands/keys.ts")).createKeyCommand(config(), merchant, options),
    );
  keys
    .command("rotate")
    .description("make a key in another one's place, which ends a while later")
    .argument("<key_id>", "the old key's id, key_…")
    .option("--public-key <file>", "of the new key, for one of ed25519")
    .option("--overlap <hours>", "how long the old key still works", hoursOf, 24)
    .option(...json)
    .action(async (keyId: string, options: { overlap: number; publicKey?: string; json?: true }) =>
      (await import("./commands/keys.ts")).rotateKeyCommand(config(), keyId, options),
    );
  keys
    .command("list")
    .description("list every merchant with its keys")
    .option(...json)
    .action(async (options: { json?: true }) =>
      (await import("./commands/keys.ts")).listKeysCommand(config(), options),
    );
  keys
    .command("revoke")
    .description("revoke a key for good")
    .argument("<key_id>", "the key's id, key_…")
    .action(async (keyId: string) =>
      (await import("./commands/keys.ts")).revokeKeyCommand(config(), keyId),
    );
}

function addCalling(program: Command, service: Service): void {
  program
    .command("call")
    .description("send a request with the profile's key, signed, and explain the answer")
    .argument("<method>", "GET, POST or PUT", (method: string) => method.toUpperCase())
    .argument("<path>", "/v1/charges")
    .argument("[fields...]", "name=value: of the body, or of the query of a GET", fieldOf)
    .option("--input <file>", "the body as JSON; - reads it from standard input")
    .option("--idempotency-key <key>", "have the effect once under this key")
    .option(...json)
    .addHelpText("after", exitCodesHelp)
    .action(async (method: string, path: string, fields: Fields | [], options: CallOptions) =>
      (await import("./commands/call.ts")).call(
        config(),
        service.contract,
        [method, path],
        fields,
        options,
      ),
    );
  program
    .command("listen")
    .description("send a merchant's events to a local URL, signed as webhooks are")
    .requiredOption("--forward-to <url>", "where they go")
    .option("--wallet <wallet_id>", "the merchant's wallet, if not the profile's")
    .option("--secret <secret>", "whsec_…, to sign by; otherwise a new one is made and shown")
    .option(...json)
    .action(async (options: ListenOptions) =>
      (await import("./commands/listen.ts")).listen(config(), options),
    );
  program
    .command("trigger")
    .description("have a running Purse answer a code, by real requests, and show the last one")
    .argument("[code]", "a code or a key: 10006, refund_refused")
    .option("--all", "every code, one after the other, a line each")
    .option(...json)
    // A negative code is no option.
    .allowUnknownOption()
    .action(async (code: string | undefined, options: TriggerOptions) =>
      (await import("./commands/trigger.ts")).trigger(config(), code, options),
    );
  program
    .command("logs")
    .description("show the latest requests of a running Purse")
    .option("-f, --follow", "and then those that come")
    .option("--failed", "only those with a code other than 0")
    .option("--operation <operation>", "only those of one, such as charges.create")
    .option("--code <code>", "only those with this code", integerOf)
    .option("--resource <id>", "only those that made, read or asked for it")
    .option("--request <id>", "only the one with this X-Request-Id")
    .option("--key <key_id>", "only those of one key")
    .option("--count <count>", "how many of the latest", integerOf, 50)
    .option(...json)
    .action(async (options: LogsOptions) =>
      (await import("./commands/logs.ts")).logs(config(), service.contract.registry, options),
    );
}
