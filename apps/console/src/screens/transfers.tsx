import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Screen } from "../parts/screen.tsx";
import { TransferRows } from "../parts/transfer-rows.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = ["open", "pending", "wait_operation", "succeeded", "failed"] as const;

/** Transfers of all merchants, the newest first. */
export function Transfers() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const transfers = useQuery(
    useTRPC().operator.transfers.list.queryOptions(
      { count, before, status },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Screen
      title={t("transfers.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={transfers}>
        {(rows) => (
          <>
            <TransferRows rows={rows} />
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
