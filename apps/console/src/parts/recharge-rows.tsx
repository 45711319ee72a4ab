import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";
import { Id } from "./links.tsx";
import { MovementRows } from "./movement-rows.tsx";

/** Recharges, each with the wallet that is topped up. */
export function RechargeRows({
  rows,
}: {
  readonly rows: Outputs["operator"]["recharges"]["list"];
}) {
  const { t } = useTranslation();
  return (
    <MovementRows
      label={t("recharges.title")}
      rows={rows}
      number={{
        name: t("recharges.no"),
        cell: ({ order_no }) => <span className="id">{order_no}</span>,
      }}
      more={[
        { name: t("wallets.one"), cell: ({ wallet_id }) => <Id id={wallet_id} /> },
        { name: t("channel"), cell: ({ channel }) => channel },
      ]}
    />
  );
}
