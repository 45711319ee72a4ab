import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";
import { Id } from "./links.tsx";
import { MovementRows } from "./movement-rows.tsx";

/** Refunds, each with the way to its charge. */
export function RefundRows({ rows }: { readonly rows: Outputs["operator"]["refunds"]["list"] }) {
  const { t } = useTranslation();
  return (
    <MovementRows
      label={t("refunds.title")}
      rows={rows}
      number={{
        name: t("refunds.no"),
        cell: ({ refund_no }) => <span className="id">{refund_no}</span>,
      }}
      more={[{ name: t("charges.one"), cell: ({ charge_id }) => <Id id={charge_id} /> }]}
    />
  );
}
