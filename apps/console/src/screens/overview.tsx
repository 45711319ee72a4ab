import { Anchor, Paper, SimpleGrid, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CodeChart } from "../parts/code-chart.tsx";
import { CodeLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const most = 100;

/** What wants to be looked at, and what the API has answered in the last hour. */
export function Overview() {
  const { t } = useTranslation();
  const { operator } = useTRPC();
  const often = { refetchInterval: 5000 };
  const open = { status: "open", count: most } as const;
  const refunds = useQuery(operator.refunds.list.queryOptions(open, often));
  const transfers = useQuery(operator.transfers.list.queryOptions(open, often));
  const lost = { status: "given_up", count: most } as const;
  const givenUp = useQuery(operator.webhooks.deliveries.queryOptions(lost, often));
  const refused = useQuery(operator.notifications.refused.queryOptions(undefined, often));
  const frozen = useQuery(
    operator.wallets.list.queryOptions({ status: "frozen", count: most }, often),
  );
  const counts = useQuery(operator.codes.counts.queryOptions({ minutes: 60 }, often));
  return (
    <Screen title={t("overview.title")}>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }}>
        <Figure name={t("overview.refunds")} count={refunds.data?.length} to="/open" />
        <Figure name={t("overview.transfers")} count={transfers.data?.length} to="/open" />
        <Figure
          name={t("overview.givenUp")}
          count={givenUp.data?.length}
          to="/webhooks?status=given_up"
        />
        <Figure name={t("overview.refused")} count={refused.data?.length} to="/notifications" />
        <Figure name={t("overview.frozen")} count={frozen.data?.length} to="/ledger" />
      </SimpleGrid>
      <Title order={2} size="h3">
        {t("codes.hour")}
      </Title>
      <Loaded query={counts}>
        {(history) => (
          <>
            <CodeChart history={history} />
            <Rows
              label={t("codes.hour")}
              rows={history.codes}
              keyOf={({ code }) => code}
              columns={[
                {
                  name: t("code"),
                  cell: ({ code, key }) => (
                    <CodeLink code={code} name={code === 0 ? t("codes.success") : key} />
                  ),
                },
                { name: t("codes.count"), isFigure: true, cell: ({ total }) => total },
              ]}
            />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function Figure({
  name,
  count,
  to,
}: {
  readonly name: string;
  readonly count: number | undefined;
  readonly to: string;
}) {
  return (
    <Paper withBorder p="md">
      <Text size="xl" fw={700} className="figures">
        {count === undefined ? "…" : count >= most ? `${most}+` : count}
      </Text>
      <Anchor component={Link} to={to} size="sm">
        {name}
      </Anchor>
    </Paper>
  );
}
