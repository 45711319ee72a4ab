import { Group, Title } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Outputs, useTRPC } from "../trpc.ts";
import { Choice, useChoice } from "./choice.tsx";
import { Id } from "./links.tsx";
import { Loaded } from "./loaded.tsx";
import { Moment } from "./moment.tsx";
import { Money } from "./money.tsx";
import { Pages, useBefore } from "./pages.tsx";
import { Rows } from "./rows.tsx";

const count = 20;
type Currency = Outputs["operator"]["wallets"]["get"]["balances"][number]["currency"];

/** What moved a wallet's money in one of its currencies, the latest first. */
export function WalletPostings({
  id,
  currencies,
}: {
  readonly id: string;
  readonly currencies: readonly Currency[];
}) {
  const { t } = useTranslation();
  const before = useBefore();
  const currency = useChoice("currency", currencies) ?? currencies[0];
  const page = { wallet_id: id, currency, count };
  const postings = useQuery(
    useTRPC().operator.wallets.postings.queryOptions(
      { ...page, before: before === undefined ? undefined : Number(before) },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <>
      <Group justify="space-between">
        <Title order={2} size="h3">
          {t("wallets.postings")}
        </Title>
        {currencies.length > 1 && (
          <Choice name="currency" label={t("wallets.currency")} values={currencies} />
        )}
      </Group>
      <Loaded query={postings}>
        {(rows) => (
          <>
            <Rows
              label={t("wallets.postings")}
              rows={rows}
              keyOf={({ position }) => position}
              columns={[
                { name: t("time"), cell: ({ created_at }) => <Moment at={created_at} /> },
                { name: t("kind"), cell: ({ kind }) => t(`entries.${kind}`) },
                {
                  name: t("amount"),
                  isFigure: true,
                  cell: (posting) => <Money amount={posting.amount} currency={posting.currency} />,
                },
                {
                  name: t("wallets.after"),
                  isFigure: true,
                  cell: (posting) => (
                    <Money amount={posting.balance_after} currency={posting.currency} />
                  ),
                },
                { name: t("id"), cell: ({ reference }) => <Id id={reference} /> },
              ]}
            />
            <Pages last={rows.at(-1)?.position.toString()} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </>
  );
}
