import { type Codes, type RegistryEntry, searchCodes } from "@purse/contract";

/** Prints the codes that a search finds; one found alone is printed whole. */
export function errors(
  registry: Codes,
  search: string | undefined,
  { json }: { readonly json?: true },
): void {
  const found = searchCodes(registry.entries, search ?? "");
  if (found.length === 0) {
    console.error(`no code matches ${search}`);
    process.exitCode = 1;
  } else if (json === true) console.log(JSON.stringify(found, null, 2));
  else if (found.length === 1) found.forEach(printWhole);
  else found.forEach(printLine);
}

function printLine({ code, httpStatus, retry, key, description }: RegistryEntry): void {
  const columns = [String(code).padStart(6), httpStatus, retry.padEnd(13), key.padEnd(38)];
  console.log(`${columns.join("  ")}  ${description.en}`);
}

function printWhole(entry: RegistryEntry): void {
  const { code, name, key, httpStatus, retry, origin } = entry;
  console.log(`${code} ${name}\n`);
  console.log(
    `  key     ${key}\n  HTTP    ${httpStatus}\n  retry   ${retry}\n  origin  ${origin}\n`,
  );
  const texts = { "": entry.description, cause: entry.cause, remedy: entry.remedy };
  for (const [title, text] of Object.entries({ ...texts, erratum: entry.erratum })) {
    if (text === undefined) continue;
    console.log(`  ${title.padEnd(8)}${text.en}\n  ${"".padEnd(8)}${text.zh}`);
  }
}
