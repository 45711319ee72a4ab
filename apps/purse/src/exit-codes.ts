import type { RegistryEntry } from "@purse/contract";

/** What a script may do about an answer: the exit code of what sends requests, by retry class. */
export const exitCodes = {
  never: 10,
  fix_request: 11,
  wait: 12,
  new_order_no: 13,
  manual: 14,
  query_first: 15,
  same_order_no: 16,
  same_request: 17,
} as const satisfies Record<RegistryEntry["retry"], number>;

/** Nothing was heard: whether the request had its effect is unknown. */
export const noAnswerExitCode = 20;

export const exitCodesHelp = `
Exit codes:
  0   success
  1   a setting or an argument is wrong
${Object.entries(exitCodes)
  .map(([retry, code]) => `  ${code}  the answer's code has the retry class ${retry}`)
  .join("\n")}
  ${noAnswerExitCode}  no answer came: ask before sending it again`;
