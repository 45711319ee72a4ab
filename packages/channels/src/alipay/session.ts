import type { KeyObject } from "node:crypto";
import { AlipayAccount } from "@purse/contract";
import type { ChannelAccess } from "@purse/core";
import type { z } from "zod";
import { callHttp } from "../http.ts";
import { privateKeyOf, publicKeyOf } from "../keys.ts";
import type { Open } from "../open.ts";
import type { ChannelSettings } from "../settings.ts";
import { told } from "../told.ts";
import { type ChannelOperation, type Failing, failing, type Row, rowOf } from "../translation.ts";
import { type Node, readAnswer } from "./answer.ts";
import { alipayErrors } from "./errors.ts";
import { signatureOf, signedText } from "./signature.ts";
import { beijingTime } from "./time.ts";

export type Reply<Op extends ChannelOperation, Fields> =
  | { readonly ok: true; readonly fields: Fields }
  | {
      readonly ok: false;
      readonly outcome: Failing<Op> | Open;
      /** The row of the translation table that knows Alipay's code. */
      readonly row?: Row<Op>;
    };

export interface Question<Schema extends z.ZodType> {
  readonly method: string;
  readonly content: object;
  /** Of the answer to what Alipay has done. */
  readonly schema: Schema;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly bytesMax?: number;
}

/** One call of the channel port: a merchant's account at Alipay, and what Alipay said. */
export class Session<Op extends ChannelOperation> {
  readonly operation: Op;
  readonly account: AlipayAccount;
  readonly #settings: ChannelSettings;
  readonly #access: ChannelAccess;
  readonly #privateKey: KeyObject;
  readonly #publicKey: KeyObject;
  /** Alipay's own words, for the log. */
  said: string | null = null;
  isUnforeseen = false;

  constructor(
    operation: Op,
    { account, privateKey, publicKey }: Keys,
    settings: ChannelSettings,
    access: ChannelAccess,
  ) {
    this.operation = operation;
    this.account = account;
    this.#privateKey = privateKey;
    this.#publicKey = publicKey;
    this.#settings = settings;
    this.#access = access;
  }

  /** The parameters of a call, signed. */
  signed(
    method: string,
    content: object,
    more: Readonly<Record<string, string>> = {},
  ): Readonly<Record<string, string>> {
    const { app_id, app_auth_token } = this.account;
    const parameters = {
      app_id,
      method,
      format: "JSON",
      charset: "utf-8",
      sign_type: "RSA2",
      timestamp: beijingTime(this.#settings.now()),
      version: "1.0",
      ...(app_auth_token === undefined ? {} : { app_auth_token }),
      ...more,
      biz_content: JSON.stringify(content),
    };
    return { ...parameters, sign: signatureOf(signedText(parameters), this.#privateKey) };
  }

  get notifyUrl(): string {
    return this.#access.notify_url;
  }

  get gateway(): string {
    return gatewayOf(this.#settings.urlOf(this.#access.mode));
  }

  /** Asks Alipay once; only a signed success answers fields. */
  async ask<Schema extends z.ZodType>(
    question: Question<Schema>,
  ): Promise<Reply<Op, z.output<Schema>>> {
    const { method, content, schema, parameters, bytesMax } = question;
    // The gateway takes the charset from the query; only the content is the body.
    const { biz_content = "", ...query } = this.signed(method, content, parameters);
    const answer = await callHttp({
      method: "POST",
      url: `${this.gateway}?${new URLSearchParams(query)}`,
      headers: { "content-type": "application/x-www-form-urlencoded;charset=utf-8" },
      body: new URLSearchParams({ biz_content }).toString(),
      timeLimitMs: this.#settings.timeLimitMs,
      ...(bytesMax === undefined ? {} : { bytesMax }),
    });
    if (!answer.ok) return open(answer.key, answer.detail);
    const read = readAnswer(answer.text, method, this.#publicKey);
    switch (read.state) {
      case "unreadable":
        return answer.status === 200
          ? open("channel_parse_error", read.detail)
          : open("channel_request_error", `HTTP ${answer.status}`);
      case "forged":
        return open("channel_sign_error", `the answer to ${method}`);
      case "unsigned":
        return this.#unsigned(read.node, method);
      case "signed":
        return read.node.code === "10000" ? fieldsOf(read.node, schema) : this.#refused(read.node);
    }
  }

  /** What a code of Alipay's means to this operation. */
  translated(code: string, text: string): Reply<Op, never> {
    const row = rowOf(alipayErrors, this.operation, code);
    if (row !== undefined) return { ok: false, outcome: failing(row, told(text)), row };
    this.isUnforeseen = true;
    return open("channel_unexpected_error", told(code));
  }

  #refused(node: Node): Reply<Op, never> {
    const { code, sub_code, text } = this.#wordsOf(node);
    if (code === "") return open("channel_parse_error", "code: missing or of a wrong type");
    for (const each of [sub_code, code]) {
      const row = rowOf(alipayErrors, this.operation, each);
      if (row !== undefined) return { ok: false, outcome: failing(row, told(text)), row };
    }
    if (sub_code === "") return open("channel_response_code_fail", told(`${code} ${text}`));
    return this.translated(sub_code, text);
  }

  /** Alipay signs no answer to an app that it does not know; nothing else unsigned is believed. */
  #unsigned(node: Node, method: string): Reply<Op, never> {
    const { code, sub_code, text } = this.#wordsOf(node);
    const row = rowOf(alipayErrors, this.operation, sub_code);
    if (code !== "10000" && row?.key === "channel_auth_error") {
      return { ok: false, outcome: failing(row, told(text)), row };
    }
    return open("channel_sign_error", `the answer to ${method} is not signed`);
  }

  #wordsOf(node: Node): { code: string; sub_code: string; text: string } {
    const [code, sub_code, msg, sub_msg] = ["code", "sub_code", "msg", "sub_msg"].map((name) => {
      const value = node[name];
      return typeof value === "string" ? value : "";
    });
    const text = sub_msg || msg || "";
    this.said = told([code, sub_code, text].filter((each) => each !== "").join(" "));
    return { code: code ?? "", sub_code: sub_code ?? "", text };
  }
}

interface Keys {
  readonly account: AlipayAccount;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The merchant's account with its keys, or the name of the parameter that is none. */
export function keysOf(access: ChannelAccess): Keys | { readonly fault: string } {
  const parsed = AlipayAccount.safeParse(access.parameters);
  if (!parsed.success) {
    return { fault: `${parsed.error.issues[0]?.path.join(".")}: not as the account needs it` };
  }
  const account = parsed.data;
  const privateKey = privateKeyOf(account.private_key);
  if (privateKey === undefined) return { fault: "private_key: not an RSA private key" };
  const publicKey = publicKeyOf(account.alipay_public_key);
  if (publicKey === undefined) return { fault: "alipay_public_key: not an RSA public key" };
  return { account, privateKey, publicKey };
}

export function gatewayOf(base: string): string {
  return `${base.replace(/\/+$/, "")}/gateway.do`;
}

export function open(
  key: Open["key"],
  detail: string,
): { readonly ok: false; readonly outcome: Open } {
  return { ok: false, outcome: { state: "unknown", key, detail } };
}

/** The answer is Alipay's, but of something else than we asked about. */
export function inconsistent(field: string, value: string): Open {
  const detail = `${field}: Alipay has ${told(value)}`;
  return { state: "unknown", key: "channel_parameters_consistency_error", detail };
}

function fieldsOf<Op extends ChannelOperation, Schema extends z.ZodType>(
  node: Node,
  schema: Schema,
): Reply<Op, z.output<Schema>> {
  const parsed = schema.safeParse(node);
  if (parsed.success) return { ok: true, fields: parsed.data };
  return open(
    "channel_parse_error",
    `${parsed.error.issues[0]?.path.join(".")}: missing or of a wrong type`,
  );
}
