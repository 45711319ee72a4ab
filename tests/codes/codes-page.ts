import { type ErrorKey, type RegistryEntry, registry } from "@purse/contract";
import type { Proof } from "./prove.ts";

const opening = `<!-- Written by \`pnpm generate:codes\` from the runs of tests/codes. Do not edit. -->
# Codes

Each code with what brings it about, what to do about it, and a real request with its real answer, as
the tests have just seen them; ids and keys are cut short. Branch on the code, never on the message.
Codes from 200001 on are Purse's own, all others the published ones.
`;

/** docs/codes.md: every code of the registry, in its order. */
export function codesPage(proofs: ReadonlyMap<ErrorKey, Proof>): string {
  const sections = registry.entries.map((entry) => section(entry, proofs.get(entry.key)));
  return [opening, ...sections].join("\n");
}

function section(entry: RegistryEntry<ErrorKey>, proof: Proof | undefined): string {
  const { code, key, name, httpStatus, retry, description, cause, remedy } = entry;
  if (proof === undefined) throw new Error(`no scenario brings ${code} ${key} about`);
  return `## ${code} \`${key}\`

${name === key ? "" : `On the wire \`${name}\`. `}HTTP ${httpStatus}, retry: ${retry}. ${description.en} (${description.zh})

- **Cause**: ${cause.en} ${cause.zh}
- **Remedy**: ${remedy.en} ${remedy.zh}
- **Here**: ${proof.story}

\`\`\`http
${shortened(proof.exchange.request)}
\`\`\`
\`\`\`http
${shortened(proof.exchange.answer)}
\`\`\`
`;
}

/** What the page of each code shows of its proof, by key. */
export function codeExamples(proofs: ReadonlyMap<ErrorKey, Proof>): string {
  const examples = registry.entries.map(({ code, key }) => {
    const proof = proofs.get(key);
    if (proof === undefined) throw new Error(`no scenario brings ${code} ${key} about`);
    const { request, answer } = proof.exchange;
    return [key, { request: shortened(request), answer: shortened(answer) }];
  });
  return `${JSON.stringify(Object.fromEntries(examples), null, 2)}\n`;
}

/** Ids, keys, signatures, times and channels' numbers differ from run to run. */
function shortened(text: string): string {
  return text
    .replaceAll(/\b([a-z]{3})_[0-9a-f]{32}\b/g, "$1_…")
    .replaceAll(/\b(purse_(?:test|live)_)[A-Za-z0-9_-]{20,}/g, "$1…")
    .replaceAll(/\b(sign|package)=[^&"\s]+/g, "$1=…")
    .replaceAll(/\b\d{4}-\d\d-\d\d\+\d\d%3A\d\d%3A\d\d\b/g, "…")
    .replaceAll(/\b(?=[a-z]*\d)[0-9a-z]{10,}\b/g, "…");
}
