import type { ErrorKey } from "@purse/contract";
import { expect, test } from "vitest";
import { codeExamples, codesPage } from "./codes-page.ts";
import { type Proof, prove, provePaths } from "./prove.ts";
import { envelopeOf, rest } from "./transports/rest.ts";

const proofs = new Map<ErrorKey, Proof>();

prove(rest, (proof) => proofs.set(proof.key, proof));
provePaths(envelopeOf, (proof) => proofs.set(proof.key, proof));

test("docs/codes.md tells of every code what these runs have shown", async () => {
  await expect(codesPage(proofs)).toMatchFileSnapshot("../../docs/codes.md");
});

test("and so do their pages", async () => {
  const file = "../../apps/server/src/pages/examples.json";
  await expect(codeExamples(proofs)).toMatchFileSnapshot(file);
});
