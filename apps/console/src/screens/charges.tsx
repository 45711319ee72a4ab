import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ChargeRows } from "../parts/charge-rows.tsx";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = [
  "created",
  "waiting",
  "paid",
  "partly_refunded",
  "refunded",
  "closed",
  "expired",
] as const;

/** Charges of all merchants, the newest first. */
export function Charges() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const charges = useQuery(
    useTRPC().operator.charges.list.queryOptions(
      { count, before, status },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Screen
      title={t("charges.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={charges}>
        {(rows) => (
          <>
            <ChargeRows rows={rows} />
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
