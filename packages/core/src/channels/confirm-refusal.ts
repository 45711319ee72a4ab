interface Said {
  readonly state: string;
  readonly key?: string;
}

/**
 * What is to be believed when something was asked for again. A refusal of the later try says nothing
 * of the earlier one, which may have got through without our hearing of it: then what the channel
 * has under the number counts. It stays refused when the channel has nothing, `missing`.
 */
export async function confirmRefusal<Asked extends Said, Known extends Said>(
  asked: Asked,
  isRepeated: boolean,
  missing: NonNullable<Known["key"]>,
  query: () => Promise<Known>,
): Promise<Asked | Known> {
  if (!isRepeated || asked.state !== "refused") return asked;
  const known = await query();
  return known.state === "refused" && known.key === missing ? asked : known;
}
