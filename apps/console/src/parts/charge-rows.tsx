import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";
import { MovementRows } from "./movement-rows.tsx";

/** Charges, each with the channel that it is paid through. */
export function ChargeRows({ rows }: { readonly rows: Outputs["operator"]["charges"]["list"] }) {
  const { t } = useTranslation();
  return (
    <MovementRows
      label={t("charges.title")}
      rows={rows}
      number={{
        name: t("charges.no"),
        cell: ({ order_no }) => <span className="id">{order_no}</span>,
      }}
      more={[{ name: t("channel"), cell: ({ channel }) => channel }]}
    />
  );
}
