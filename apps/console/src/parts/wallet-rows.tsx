import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";
import { Id } from "./links.tsx";
import { Moment } from "./moment.tsx";
import { Money } from "./money.tsx";
import { Rows } from "./rows.tsx";
import { State } from "./state.tsx";

/** Wallets, each with what is in it. */
export function WalletRows({
  label,
  rows,
}: {
  readonly label: string;
  readonly rows: Outputs["operator"]["wallets"]["list"];
}) {
  const { t } = useTranslation();
  return (
    <Rows
      label={label}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t("id"), cell: ({ id }) => <Id id={id} /> },
        { name: t("name"), cell: ({ name }) => name ?? "–" },
        { name: t("type"), cell: ({ type }) => t(`wallets.${type}`) },
        { name: t("merchant"), cell: ({ merchant }) => `${merchant.name} (${merchant.mode})` },
        { name: t("state"), cell: (wallet) => <State value={walletState(wallet)} /> },
        {
          name: t("available"),
          isFigure: true,
          cell: ({ balances }) => <Balances of="available" balances={balances} />,
        },
        {
          name: t("held"),
          isFigure: true,
          cell: ({ balances }) => <Balances of="held" balances={balances} />,
        },
        { name: t("created"), cell: ({ created_at }) => <Moment at={created_at} /> },
      ]}
    />
  );
}

/** Frozen matters more than whether its merchant has it disabled. */
export function walletState({
  status,
  is_frozen,
}: Pick<Outputs["operator"]["wallets"]["get"], "status" | "is_frozen">): string {
  return is_frozen ? "frozen" : status;
}

function Balances({
  of,
  balances,
}: {
  readonly of: "available" | "held";
  readonly balances: readonly { currency: string; available: number; held: number }[];
}) {
  if (balances.length === 0) return <span>–</span>;
  return (
    <Stack gap={0}>
      {balances.map((balance) => (
        <Money key={balance.currency} amount={balance[of]} currency={balance.currency} />
      ))}
    </Stack>
  );
}
