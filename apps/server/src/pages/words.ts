import type { Origin, RetryClass, Text } from "@purse/contract";

/** What the pages say themselves; all else is the registry's. */
export const words = {
  codes: { zh: "错误码", en: "Codes" },
  reference: { zh: "接口文档", en: "API reference" },
  search: { zh: "搜索", en: "Search" },
  searchHint: { zh: "编号、名称或任意文字", en: "Number, name or any text" },
  retry: { zh: "重试", en: "Retry" },
  any: { zh: "全部", en: "Any" },
  none: { zh: "没有符合的错误码。", en: "No code matches." },
  unique: { zh: "唯一常量", en: "Unique constant" },
  name: { zh: "报文中的名称", en: "Name on the wire" },
  origin: { zh: "来源", en: "Origin" },
  cause: { zh: "原因", en: "Cause" },
  remedy: { zh: "处理", en: "Remedy" },
  erratum: { zh: "勘误", en: "Erratum" },
  example: { zh: "真实的请求与回答", en: "A real request and its answer" },
  request: { zh: "请求", en: "Request" },
  answer: { zh: "回答", en: "Answer" },
  operations: { zh: "会这样回答的接口", en: "Operations that answer it" },
  everyOperation: { zh: "每个接口都可能这样回答。", en: "Every operation may answer it." },
  noOperation: {
    zh: "没有接口会这样回答：出错时还没有走到任何接口。",
    en: "None: it is answered before a request reaches one.",
  },
  document: { zh: "OpenAPI 文档", en: "The OpenAPI document" },
  main: { zh: "主导航", en: "Main" },
} as const satisfies Record<string, Text>;

export function countOf(count: number): Text {
  return { zh: `${count} 个错误码`, en: count === 1 ? "1 code" : `${count} codes` };
}

export function operationCount(count: number): Text {
  return { zh: `${count} 个接口`, en: count === 1 ? "1 operation" : `${count} operations` };
}

/** What a caller may do after an error of each class. */
export const retryWords: Readonly<Record<RetryClass, Text>> = {
  never: { zh: "不要重试：回答不会改变。", en: "Do not: the answer will not change." },
  fix_request: { zh: "改正请求后再发。", en: "Send a corrected request." },
  wait: { zh: "先要等别人操作。", en: "Someone else has to act first." },
  new_order_no: {
    zh: "换一个新的 order_no 或 refund_no 重新开始。",
    en: "Start again under a new order_no or refund_no.",
  },
  manual: { zh: "需要人在接口之外处理。", en: "A person has to settle it outside the API." },
  query_first: {
    zh: "结果未明：先查询该资源，再做别的。",
    en: "The outcome is open: read the resource before anything else.",
  },
  same_order_no: {
    zh: "用同一个 order_no 重发，只会生效一次。",
    en: "Repeat under the same order_no; it takes effect once.",
  },
  same_request: {
    zh: "过一会儿原样重发；有 Retry-After 时按它等待。",
    en: "Repeat the request as it was, after Retry-After where it is given.",
  },
};

export const originWords: Readonly<Record<Origin, Text>> = {
  seed: { zh: "已公布的错误码", en: "Published" },
  purse: { zh: "Purse 自己的", en: "Purse's own" },
  custom: { zh: "本部署自己的", en: "This deployment's own" },
};
