import { useTranslation } from "react-i18next";
import { LastCall } from "./last-call.tsx";
import { Id } from "./links.tsx";
import { Moment } from "./moment.tsx";
import { Money } from "./money.tsx";
import { isOpen } from "./open-states.ts";
import { QueryButton } from "./query-button.tsx";
import { type Column, Rows } from "./rows.tsx";
import { State } from "./state.tsx";

/** What charges, refunds and transfers have in common. */
interface Movement {
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: string;
  readonly last_call: Parameters<typeof LastCall>[0]["call"];
  readonly created_at: string;
  readonly merchant: { readonly name: string };
}

/** Movements of money by their numbers, each with what the channel said last and, if open, a query. */
export function MovementRows<Row extends Movement>({
  label,
  rows,
  number,
  more = [],
}: {
  readonly label: string;
  readonly rows: readonly Row[];
  readonly number: Column<Row>;
  /** Columns behind the common ones. */
  readonly more?: readonly Column<Row>[];
}) {
  const { t } = useTranslation();
  return (
    <Rows
      label={label}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        number,
        {
          name: t("amount"),
          isFigure: true,
          cell: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
        },
        { name: t("state"), cell: ({ status }) => <State value={status} /> },
        { name: t("open.lastCall"), cell: ({ last_call }) => <LastCall call={last_call} /> },
        { name: t("actions"), cell: ({ id, status }) => isOpen(status) && <QueryButton id={id} /> },
        { name: t("created"), cell: ({ created_at }) => <Moment at={created_at} /> },
        { name: t("merchant"), cell: ({ merchant }) => merchant.name },
        { name: t("id"), cell: ({ id }) => <Id id={id} /> },
        ...more,
      ]}
    />
  );
}
