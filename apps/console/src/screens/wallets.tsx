import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Screen } from "../parts/screen.tsx";
import { WalletRows } from "../parts/wallet-rows.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = ["active", "disabled", "frozen"] as const;

/** Wallets of all merchants, the newest first, with what is in them. */
export function Wallets() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const wallets = useQuery(
    useTRPC().operator.wallets.list.queryOptions(
      { count, before, status },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Screen
      title={t("wallets.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={wallets}>
        {(rows) => (
          <>
            <WalletRows label={t("wallets.title")} rows={rows} />
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
