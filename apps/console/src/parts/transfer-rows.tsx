import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";
import { Id } from "./links.tsx";
import { MovementRows } from "./movement-rows.tsx";

/** Transfers, each with where it goes. */
export function TransferRows({
  rows,
}: {
  readonly rows: Outputs["operator"]["transfers"]["list"];
}) {
  const { t } = useTranslation();
  return (
    <MovementRows
      label={t("transfers.title")}
      rows={rows}
      number={{
        name: t("transfers.no"),
        cell: ({ transfer_no }) => <span className="id">{transfer_no}</span>,
      }}
      more={[
        { name: t("channel"), cell: ({ channel }) => channel },
        {
          name: t("transfers.to"),
          cell: ({ to_wallet_id, to_account }) => <Id id={to_wallet_id ?? to_account ?? "–"} />,
        },
      ]}
    />
  );
}
