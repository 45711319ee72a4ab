import type { z } from "zod";
import { callHttp } from "../http.ts";
import { told } from "../told.ts";
import type { ChannelOperation } from "../translation.ts";
import { certificateOf, type Keys } from "./account.ts";
import { agentOf } from "./agent.ts";
import { fieldsOf, open, type Reply } from "./reply.ts";
import type { Session } from "./session.ts";
import { isV2SignedBy, newNonce, v2SignatureOf } from "./signature.ts";
import { fieldsOfXml, xmlOf } from "./xml.ts";

/** What calls of API v2 take besides: a key of their own and the merchant's certificate. */
export interface V2Access {
  readonly state: "usable";
  readonly key: string;
  readonly certificate: string;
}

interface NoAccess<State> {
  readonly state: State;
  readonly detail: string;
}

export function v2AccessOf({
  account,
  privateKey,
}: Keys): V2Access | NoAccess<"missing"> | NoAccess<"faulty"> {
  const { api_v2_key: key, certificate: text } = account;
  if (key === undefined) return { state: "missing", detail: "the account has no api_v2_key" };
  if (text === undefined) return { state: "missing", detail: "the account has no certificate" };
  const certificate = certificateOf(text, privateKey);
  if (certificate !== undefined) return { state: "usable", key, certificate };
  return { state: "faulty", detail: "certificate: not one of private_key" };
}

interface V2Question<Schema extends z.ZodType> {
  readonly path: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly schema: Schema;
}

/**
 * Asks WeChat Pay once by v2. Answers about red envelopes come without a signature, so that the
 * connection itself must be WeChat Pay's; one that is there has to be right.
 */
export async function askV2<Op extends ChannelOperation, Schema extends z.ZodType>(
  session: Session<Op>,
  { key, certificate }: V2Access,
  question: V2Question<Schema>,
): Promise<Reply<Op, z.output<Schema>>> {
  const { settings, keys, access } = session;
  const url = session.url(question.path);
  const fields = { ...question.fields, nonce_str: newNonce() };
  const privateKey = keys.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const dispatcher = agentOf(settings.authority, { certificate, privateKey });
  const answer = await callHttp({
    method: "POST",
    url,
    headers: { "content-type": "text/xml; charset=utf-8", "user-agent": "purse" },
    body: xmlOf({ ...fields, sign: v2SignatureOf(fields, key) }),
    timeLimitMs: settings.timeLimitMs,
    ...(dispatcher === undefined ? {} : { dispatcher }),
  });
  if (!answer.ok) return open(answer.key, answer.detail);
  const message = fieldsOfXml(answer.text);
  if (message?.return_code === undefined) {
    return answer.status === 200
      ? open("channel_parse_error", message === undefined ? "not XML" : "return_code: missing")
      : open("channel_request_error", `HTTP ${answer.status}`);
  }
  const isTrusted = access.mode === "test" || url.startsWith("https:");
  if (message.sign === undefined ? !isTrusted : !isV2SignedBy(message, key)) {
    return open("channel_sign_error", message.sign === undefined ? "not signed" : "wrongly signed");
  }
  const { return_code, return_msg = "", result_code, err_code = "", err_code_des = "" } = message;
  if (err_code !== "" && (return_code !== "SUCCESS" || result_code !== "SUCCESS")) {
    return session.translated(err_code, err_code_des);
  }
  if (return_code !== "SUCCESS") return open("channel_response_code_fail", told(return_msg));
  if (result_code !== "SUCCESS") {
    return open("channel_parse_error", "result_code: neither SUCCESS nor with an err_code");
  }
  return fieldsOf(question.schema, message);
}
