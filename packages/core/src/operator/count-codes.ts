import type { OperatorScope } from "../ports.ts";

/** How often one code was answered, in all and in each span of time. */
interface CodeCounts {
  readonly code: number;
  readonly key: string | null;
  readonly total: number;
  readonly counts: readonly number[];
}

export interface CodeHistory {
  /** When each span begins, RFC 3339. */
  readonly spans: readonly string[];
  /** The most frequent first; 0 is success. */
  readonly codes: readonly CodeCounts[];
}

const spansMax = 60;

/** What the API has answered over the last so many minutes, by code, in up to sixty spans. */
export async function countCodes(
  scope: OperatorScope<never>,
  { minutes }: { readonly minutes: number },
): Promise<CodeHistory> {
  const span = Math.ceil(minutes / spansMax);
  const spanMs = span * 60_000;
  const count = Math.ceil(minutes / span);
  const end = Math.floor(scope.now().getTime() / 60_000) * 60_000 + 60_000;
  const since = end - count * spanMs;
  const counted = await scope.transaction((tx) => tx.codeCounts(new Date(since), span));
  const spans = Array.from({ length: count }, (_, place) =>
    new Date(since + place * spanMs).toISOString(),
  );
  const codes = [...Map.groupBy(counted, ({ code }) => code)].map(([code, rows]) => {
    const byTime = new Map(rows.map(({ at, total }) => [at.toISOString(), total]));
    return {
      code,
      key: scope.registry.byCode(code)?.key ?? null,
      total: rows.reduce((sum, { total }) => sum + total, 0),
      counts: spans.map((at) => byTime.get(at) ?? 0),
    };
  });
  return { spans, codes: codes.toSorted((one, other) => other.total - one.total) };
}
