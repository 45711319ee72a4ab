import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Facts } from "../parts/facts.tsx";
import { CodeLink, Id } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Money } from "../parts/money.tsx";
import { isOpen } from "../parts/open-states.ts";
import { QueryButton } from "../parts/query-button.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { State } from "../parts/state.tsx";
import { TimeLine } from "../parts/time-line.tsx";
import { type Outputs, useTRPC } from "../trpc.ts";

type History = Outputs["operator"]["movements"]["history"];

/** One movement of money with its whole history. */
export function Movement() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const history = useQuery(
    useTRPC().operator.movements.history.queryOptions({ id }, { refetchInterval: 5000 }),
  );
  const status = history.data === undefined ? "" : rowOf(history.data).status;
  return (
    <Screen title={id} actions={isOpen(status) && <QueryButton id={id} />}>
      <Loaded query={history}>
        {(data) => (
          <>
            <MovementFacts history={data} />
            {data.refunds.length > 0 && <RefundsOf refunds={data.refunds} />}
            <Title order={2} size="h3">
              {t("history.title")}
            </Title>
            <TimeLine moments={data.moments} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}

/** What every movement has, whatever its kind. */
function rowOf(history: History) {
  switch (history.kind) {
    case "charge":
      return { ...history.charge, no: history.charge.order_no };
    case "recharge":
      return { ...history.recharge, no: history.recharge.order_no };
    case "refund":
      return { ...history.refund, no: history.refund.refund_no };
    case "transfer":
      return { ...history.transfer, no: history.transfer.transfer_no };
    case "red_envelope":
      return { ...history.red_envelope, no: history.red_envelope.red_envelope_no };
  }
}

function MovementFacts({ history }: { readonly history: History }) {
  const { t } = useTranslation();
  const { no, amount, currency, status, failure, created_at } = rowOf(history);
  const facts: (readonly [string, ReactNode])[] = [
    [t("kind"), t(`kinds.${history.kind}`)],
    [t("number"), no],
    [t("amount"), <Money key="amount" amount={amount} currency={currency} />],
    [t("state"), <State key="state" value={status} />],
    [t("merchant"), `${history.merchant.name} (${history.merchant.mode})`],
    [t("created"), <Moment key="created" at={created_at} />],
  ];
  if (history.kind === "refund") {
    facts.push([t("charges.one"), <Id key="charge" id={history.refund.charge_id} />]);
  } else facts.push([t("wallets.one"), <Id key="wallet" id={walletOf(history)} />]);
  if (history.kind === "charge") {
    const refunded = history.charge.amount_refunded;
    facts.push([
      t("charges.refunded"),
      <Money key="refunded" amount={refunded} currency={currency} />,
    ]);
  }
  if (failure !== null) {
    facts.push([t("reason"), <CodeLink key="why" code={failure.code} name={failure.message} />]);
  }
  return <Facts facts={facts} />;
}

function walletOf(history: Exclude<History, { kind: "refund" }>): string {
  if (history.kind === "charge") return history.charge.wallet_id;
  if (history.kind === "recharge") return history.recharge.wallet_id;
  if (history.kind === "transfer") return history.transfer.wallet_id;
  return history.red_envelope.wallet_id;
}

function RefundsOf({ refunds }: { readonly refunds: History["refunds"] }) {
  const { t } = useTranslation();
  return (
    <>
      <Title order={2} size="h3">
        {t("refunds.title")}
      </Title>
      <Rows
        label={t("refunds.title")}
        rows={refunds}
        keyOf={({ id }) => id}
        columns={[
          { name: t("refunds.no"), cell: ({ refund_no }) => refund_no },
          {
            name: t("amount"),
            isFigure: true,
            cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
          },
          { name: t("state"), cell: ({ status }) => <State value={status} /> },
          { name: t("id"), cell: ({ id }) => <Id id={id} /> },
          {
            name: t("actions"),
            cell: ({ id, status }) => isOpen(status) && <QueryButton id={id} />,
          },
        ]}
      />
    </>
  );
}
