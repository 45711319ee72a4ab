import { Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { CodeChart } from "../parts/code-chart.tsx";
import { Facts } from "../parts/facts.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { RequestRows } from "../parts/request-rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

/** One code: what it means, why it comes, what to do, and where it has come lately. */
export function Code() {
  const { t, i18n } = useTranslation();
  const { code = "" } = useParams();
  const { codes, operator } = useTRPC();
  const often = { refetchInterval: 5000 };
  const entry = useQuery(codes.get.queryOptions({ code }, { staleTime: Infinity }));
  const counts = useQuery(operator.codes.counts.queryOptions({ minutes: 1440 }, often));
  const requests = useQuery(
    operator.requests.list.queryOptions({ code: Number(code), count: 20 }, often),
  );
  const language = i18n.language === "zh" ? "zh" : "en";
  return (
    <Screen title={entry.data === undefined ? code : `${entry.data.code} ${entry.data.name}`}>
      <Loaded query={entry}>
        {({ key, http_status, retry, origin, description, cause, remedy }) => (
          <>
            <Facts
              facts={[
                [t("key"), key],
                ["HTTP", http_status],
                [t("codes.retry"), t(`retry.${retry}`)],
                [t("codes.origin"), origin],
              ]}
            />
            <Stack gap="xs">
              <Paragraph title={t("codes.meaning")} text={description[language]} />
              <Paragraph title={t("codes.cause")} text={cause[language]} />
              <Paragraph title={t("codes.remedy")} text={remedy[language]} />
            </Stack>
          </>
        )}
      </Loaded>
      <Title order={2} size="h3">
        {t("codes.day")}
      </Title>
      <Loaded query={counts}>
        {(history) => (
          <CodeChart
            history={{
              ...history,
              codes: history.codes.filter((each) => String(each.code) === code),
            }}
          />
        )}
      </Loaded>
      <Loaded query={requests}>{(rows) => <RequestRows rows={rows} />}</Loaded>
    </Screen>
  );
}

function Paragraph({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <Paper>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text>{text}</Text>
    </Paper>
  );
}
