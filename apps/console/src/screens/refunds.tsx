import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { RefundRows } from "../parts/refund-rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = [
  "open",
  "pending",
  "wait_operation",
  "succeeded",
  "refused",
  "failed",
  "abnormal",
] as const;

/** Refunds of all merchants, the newest first. */
export function Refunds() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const refunds = useQuery(
    useTRPC().operator.refunds.list.queryOptions(
      { count, before, status },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Screen
      title={t("refunds.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={refunds}>
        {(rows) => (
          <>
            <RefundRows rows={rows} />
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
