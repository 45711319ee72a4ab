import { Stack } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Money } from "../parts/money.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { State } from "../parts/state.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;

/** Wallets of all merchants, the newest first, with what is in them. */
export function Wallets() {
  const { t } = useTranslation();
  const before = useBefore();
  const input = { count, ...(before === undefined ? {} : { before }) };
  const wallets = useQuery(
    useTRPC().operator.wallets.list.queryOptions(input, { placeholderData: keepPreviousData }),
  );
  return (
    <Screen title={t("wallets.title")}>
      <Loaded query={wallets}>
        {(rows) => (
          <>
            <Rows
              label={t("wallets.title")}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t("id"), cell: ({ id }) => <span className="id">{id}</span> },
                { name: t("name"), cell: ({ name }) => name ?? "–" },
                { name: t("type"), cell: ({ type }) => t(`wallets.${type}`) },
                {
                  name: t("merchant"),
                  cell: ({ merchant }) => `${merchant.name} (${merchant.mode})`,
                },
                { name: t("state"), cell: ({ status }) => <State value={status} /> },
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
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
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
