import { NativeSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeChart } from "../parts/code-chart.tsx";
import { CodeLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const spans = { hour: 60, day: 1440, week: 10_080, month: 43_200 } as const;
const spanNames = ["hour", "day", "week", "month"] as const;

/** The registry, with how often each code is being answered. */
export function Codes() {
  const { t, i18n } = useTranslation();
  const trpc = useTRPC();
  const [span, setSpan] = useState<keyof typeof spans>("hour");
  const registry = useQuery(trpc.codes.list.queryOptions(undefined, { staleTime: Infinity }));
  const counts = useQuery(
    trpc.operator.codes.counts.queryOptions({ minutes: spans[span] }, { refetchInterval: 5000 }),
  );
  const totals = new Map(counts.data?.codes.map(({ code, total }) => [code, total]));
  const language = i18n.language === "zh" ? "zh" : "en";
  return (
    <Screen
      title={t("codes.title")}
      actions={
        <NativeSelect
          label={t("codes.span")}
          value={span}
          onChange={({ currentTarget: { value } }) =>
            setSpan(spanNames.find((name) => name === value) ?? "hour")
          }
          data={spanNames.map((value) => ({ value, label: t(`codes.${value}`) }))}
        />
      }
    >
      <Loaded query={counts}>{(history) => <CodeChart history={history} />}</Loaded>
      <Loaded query={registry}>
        {(codes) => (
          <Rows
            label={t("codes.title")}
            rows={codes.toSorted((one, other) => count(totals, other) - count(totals, one))}
            keyOf={({ code }) => code}
            columns={[
              { name: t("code"), cell: ({ code, key }) => <CodeLink code={code} name={key} /> },
              { name: t("codes.count"), isFigure: true, cell: (code) => count(totals, code) },
              { name: t("codes.meaning"), cell: ({ description }) => description[language] },
              { name: "HTTP", isFigure: true, cell: ({ http_status }) => http_status },
              { name: t("codes.retry"), cell: ({ retry }) => t(`retry.${retry}`) },
            ]}
          />
        )}
      </Loaded>
    </Screen>
  );
}

function count(totals: ReadonlyMap<number, number>, { code }: { readonly code: number }): number {
  return totals.get(code) ?? 0;
}
