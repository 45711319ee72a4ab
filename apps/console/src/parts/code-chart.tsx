import { useTranslation } from "react-i18next";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Legend,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { Outputs } from "../trpc.ts";

type History = Outputs["operator"]["codes"]["counts"];

const colors = ["red-7", "orange-6", "grape-6", "indigo-5", "lime-7"];

/** How often codes were answered over time; the figures themselves stand in a table beside it. */
export function CodeChart({ history }: { readonly history: History }) {
  const { t, i18n } = useTranslation();
  const { spans, codes } = history;
  const shown = [
    ...codes.filter(({ code }) => code === 0),
    ...codes.filter(({ code }) => code !== 0).slice(0, colors.length),
  ];
  const format = new Intl.DateTimeFormat(i18n.language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(isLong(spans) ? { month: "numeric", day: "numeric" } : {}),
  });
  const data = spans.map((at, place) => ({
    at: format.format(new Date(at)),
    ...Object.fromEntries(shown.map(({ code, counts }) => [`code ${code}`, counts[place]])),
  }));
  return (
    <div aria-hidden="true">
      <ResponsiveContainer width="100%" height={240}>
        <BarChart data={data} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--mantine-color-default-border)" />
          <XAxis dataKey="at" tick={{ fill: "currentColor", fontSize: 12 }} minTickGap={32} />
          <YAxis allowDecimals={false} width={40} tick={{ fill: "currentColor", fontSize: 12 }} />
          <Tooltip
            itemStyle={{ color: "var(--mantine-color-text)" }}
            contentStyle={{
              background: "var(--mantine-color-body)",
              border: "1px solid var(--mantine-color-default-border)",
            }}
          />
          <Legend
            formatter={(name) => <span style={{ color: "var(--mantine-color-text)" }}>{name}</span>}
          />
          {shown.map(({ code, key }, place) => (
            <Bar
              key={code}
              dataKey={`code ${code}`}
              name={code === 0 ? t("codes.success") : `${code} ${key ?? ""}`}
              stackId="codes"
              isAnimationActive={false}
              fill={`var(--mantine-color-${code === 0 ? "teal-6" : (colors[place % colors.length] ?? "gray-6")})`}
            />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

/** Whether the spans reach over more than a day, so that an hour alone says too little. */
function isLong(spans: readonly string[]): boolean {
  const [first = "", last = ""] = [spans[0], spans.at(-1)];
  return Date.parse(last) - Date.parse(first) > 86_400_000;
}
