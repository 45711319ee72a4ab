import { readFile } from "node:fs/promises";
import { breakingChanges, install } from "./oasdiff.ts";
import { brokenPromises } from "./registry-rules.ts";
import { codesNow, codesReleased, documents, mayBreak, versionOf } from "./release.ts";

// `pnpm test:compat`: nothing that the last release promised is broken.

const [released, now] = await Promise.all(
  [documents.released, documents.now].map(async (file) => versionOf(await readFile(file, "utf8"))),
);
const broken = brokenPromises(codesReleased(), codesNow);
await install();
const changes = await breakingChanges(documents.released, documents.now);
for (const line of [...broken, ...changes]) console.error(line);

const allowed = mayBreak(released ?? "", now ?? "");
if (changes.length > 0 && allowed) console.error(`${now} may break what ${released} had`);
if (broken.length > 0 || (changes.length > 0 && !allowed)) process.exitCode = 1;
else console.log(`what ${released} promised is kept`);
