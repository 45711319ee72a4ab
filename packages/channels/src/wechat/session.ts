import type { ChannelAccess } from "@purse/core";
import { z } from "zod";
import { callHttp } from "../http.ts";
import type { ChannelSettings } from "../settings.ts";
import { told } from "../told.ts";
import { type ChannelOperation, failing, rowOf } from "../translation.ts";
import type { Keys } from "./account.ts";
import { agentOf } from "./agent.ts";
import { wechatErrors } from "./errors.ts";
import { fieldsOf, open, parseJson, type Reply } from "./reply.ts";
import { authorizationOf, faultOfSignature } from "./signature.ts";

interface Question<Schema extends z.ZodType> {
  readonly method: "GET" | "POST";
  /** With its query, below the base URL. */
  readonly path: string;
  readonly body?: object;
  /** Of the answer to what WeChat Pay has done; an empty one (204) is `undefined`. */
  readonly schema: Schema;
}

const Refusal = z.object({ code: z.string().min(1), message: z.string().default("") });

/** One call of the channel port: a merchant's account at WeChat Pay, and what WeChat Pay said. */
export class Session<Op extends ChannelOperation> {
  readonly operation: Op;
  readonly keys: Keys;
  readonly settings: ChannelSettings;
  readonly access: ChannelAccess;
  /** WeChat Pay's own words, for the log. */
  said: string | null = null;
  isUnforeseen = false;

  constructor(operation: Op, keys: Keys, settings: ChannelSettings, access: ChannelAccess) {
    this.operation = operation;
    this.keys = keys;
    this.settings = settings;
    this.access = access;
  }

  /** The same call as part of another operation, whose rows then hold. */
  as<Other extends ChannelOperation>(operation: Other): Session<Other> {
    return new Session(operation, this.keys, this.settings, this.access);
  }

  /** A URL of WeChat Pay's, below the base URL of the access's mode. */
  url(path: string): string {
    return `${this.settings.urlOf(this.access.mode).replace(/\/+$/, "")}${path}`;
  }

  /** A v3 call, signed but not yet verified. */
  async call(method: "GET" | "POST", url: string, body = "", bytesMax?: number) {
    const { settings, keys } = this;
    const { account, privateKey } = keys;
    const signed = { method, url, body, now: settings.now() };
    const dispatcher = agentOf(settings.authority);
    return callHttp({
      method,
      url,
      headers: {
        accept: "application/json",
        "content-type": "application/json",
        "user-agent": "purse",
        "wechatpay-serial": account.public_key_id,
        authorization: authorizationOf(account, privateKey, signed),
      },
      timeLimitMs: settings.timeLimitMs,
      ...(method === "POST" ? { body } : {}),
      ...(bytesMax === undefined ? {} : { bytesMax }),
      ...(dispatcher === undefined ? {} : { dispatcher }),
    });
  }

  /** Asks WeChat Pay once by v3; only a signed success answers fields. */
  async ask<Schema extends z.ZodType>(
    question: Question<Schema>,
  ): Promise<Reply<Op, z.output<Schema>>> {
    const { method, path, schema } = question;
    const body = question.body === undefined ? "" : JSON.stringify(question.body);
    const answer = await this.call(method, this.url(path), body);
    if (!answer.ok) return open(answer.key, answer.detail);
    const { status, headers, text } = answer;
    const isSuccess = status >= 200 && status < 300;
    const message = text === "" ? undefined : parseJson(text);
    if (text !== "" && message === undefined) {
      return isSuccess ? open("channel_parse_error", "not JSON") : httpTrouble(status);
    }
    const refusal = isSuccess ? undefined : Refusal.safeParse(message);
    if (refusal?.success === false) return httpTrouble(status);
    if (refusal !== undefined) this.#hear(refusal.data.code, refusal.data.message);
    const fault = faultOfSignature(headers, text, this.keys.platform, this.settings.now());
    if (fault !== undefined) {
      // WeChat Pay's gateway leaves some of its errors unsigned: they are told, but not believed.
      return open(
        "channel_sign_error",
        [`HTTP ${status}`, this.said, fault].filter(Boolean).join(", "),
      );
    }
    if (refusal === undefined) return fieldsOf(schema, message);
    return this.translated(refusal.data.code, refusal.data.message);
  }

  /** What a code of WeChat Pay's means to this operation. */
  translated(code: string, text: string): Reply<Op, never> {
    this.#hear(code, text);
    const row = rowOf(wechatErrors, this.operation, code);
    if (row !== undefined) return { ok: false, outcome: failing(row, told(text)), code };
    this.isUnforeseen = true;
    return open("channel_unexpected_error", told(code));
  }

  #hear(code: string, text: string): void {
    this.said = told(`${code} ${text}`);
  }
}

function httpTrouble(status: number) {
  return open("channel_request_error", `HTTP ${status}`);
}
