import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Loaded } from "../parts/loaded.tsx";
import { RefundRows } from "../parts/refund-rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { TransferRows } from "../parts/transfer-rows.tsx";
import { useTRPC } from "../trpc.ts";

/** Refunds and transfers of which nobody knows yet how they end. */
export function Open() {
  const { t } = useTranslation();
  const { refunds, transfers } = useTRPC().operator;
  const input = { status: "open", count: 100 } as const;
  const often = { refetchInterval: 5000 };
  const openRefunds = useQuery(refunds.list.queryOptions(input, often));
  const openTransfers = useQuery(transfers.list.queryOptions(input, often));
  return (
    <Screen title={t("open.title")}>
      <Text c="dimmed">{t("open.explained")}</Text>
      <Title order={2} size="h3">
        {t("refunds.title")}
      </Title>
      <Loaded query={openRefunds}>{(rows) => <RefundRows rows={rows} />}</Loaded>
      <Title order={2} size="h3">
        {t("transfers.title")}
      </Title>
      <Loaded query={openTransfers}>{(rows) => <TransferRows rows={rows} />}</Loaded>
    </Screen>
  );
}
