import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useTRPC } from "../trpc.ts";
import { Loaded } from "./loaded.tsx";
import { Moment } from "./moment.tsx";
import { Rows } from "./rows.tsx";
import { WalletRows } from "./wallet-rows.tsx";

/** The wallets that the last check stopped, and what the workers' own checks came to. */
export function LedgerChecks() {
  const { t } = useTranslation();
  const { ledger, wallets } = useTRPC().operator;
  const often = { refetchInterval: 5000 };
  const frozen = useQuery(wallets.list.queryOptions({ status: "frozen", count: 100 }, often));
  const checks = useQuery(ledger.checks.queryOptions({ count: 20 }, often));
  return (
    <>
      <Title order={2} size="h3">
        {t("ledger.frozen")}
      </Title>
      <Loaded query={frozen}>
        {(rows) => <WalletRows label={t("ledger.frozen")} rows={rows} />}
      </Loaded>
      <Title order={2} size="h3">
        {t("ledger.latest")}
      </Title>
      <Loaded query={checks}>
        {(rows) => (
          <Rows
            label={t("ledger.latest")}
            rows={rows}
            keyOf={({ number }) => number}
            columns={[
              { name: t("time"), cell: ({ at }) => <Moment at={at} /> },
              {
                name: t("ledger.outcome"),
                cell: ({ violations }) =>
                  t(violations === 0 ? "ledger.holds" : "ledger.rows", { rows: violations }),
              },
              {
                name: t("ledger.seen"),
                cell: ({ entries, postings, accounts }) =>
                  t("ledger.looked", { entries, postings, accounts }),
              },
              {
                name: t("ledger.took"),
                isFigure: true,
                cell: ({ duration_ms }) => `${duration_ms} ms`,
              },
            ]}
          />
        )}
      </Loaded>
    </>
  );
}
