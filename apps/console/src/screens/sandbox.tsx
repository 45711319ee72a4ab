import { Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ActButton } from "../parts/act-button.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { OperatorOnly } from "../parts/operator-only.tsx";
import { OrderFault } from "../parts/order-fault.tsx";
import { Rows } from "../parts/rows.tsx";
import { sayDone } from "../parts/said.ts";
import { Screen } from "../parts/screen.tsx";
import { type Outputs, useTRPC } from "../trpc.ts";

export type Faults = NonNullable<Outputs["operator"]["sandbox"]["faults"]>;

/** What goes wrong at the channels that test keys reach, and how to have more of it. */
export function Sandbox() {
  const { t } = useTranslation();
  const faults = useQuery(
    useTRPC().operator.sandbox.faults.queryOptions(undefined, { refetchInterval: 5000 }),
  );
  return (
    <Screen title={t("sandbox.title")}>
      <Text c="dimmed">{t("sandbox.explained")}</Text>
      <Loaded query={faults}>
        {(data) =>
          data === null ? (
            <Text>{t("sandbox.away")}</Text>
          ) : (
            <>
              <OperatorOnly>
                <OrderFault faults={data} />
              </OperatorOnly>
              <Title order={2} size="h3">
                {t("sandbox.ordered")}
              </Title>
              <Ordered faults={data} />
            </>
          )
        }
      </Loaded>
    </Screen>
  );
}

function Ordered({ faults: { ordered } }: { readonly faults: Faults }) {
  const { t } = useTranslation();
  return (
    <Rows
      label={t("sandbox.ordered")}
      rows={ordered}
      keyOf={({ id }) => id}
      columns={[
        { name: t("channel"), cell: ({ channel }) => channel },
        { name: t("requests.operation"), cell: ({ operation }) => operation },
        { name: t("sandbox.fault"), cell: ({ fault }) => fault },
        { name: t("sandbox.times"), cell: ({ times }) => times ?? t("sandbox.always") },
        { name: t("number"), cell: ({ no }) => no ?? "–" },
        { name: t("actions"), cell: ({ id, fault }) => <WithdrawButton id={id} fault={fault} /> },
      ]}
    />
  );
}

function WithdrawButton({ id, fault }: { readonly id: string; readonly fault: string }) {
  const { t } = useTranslation();
  const withdraw = useMutation(
    useTRPC().operator.sandbox.withdraw.mutationOptions({
      onSuccess: () => sayDone(t("sandbox.withdrawn", { fault })),
    }),
  );
  return (
    <ActButton
      text={t("sandbox.withdraw")}
      about={t("sandbox.withdrawThis", { fault })}
      isPending={withdraw.isPending}
      onClick={() => withdraw.mutate({ id })}
    />
  );
}
