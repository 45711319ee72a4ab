import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { RechargeRows } from "../parts/recharge-rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = ["created", "waiting", "paid", "closed", "expired"] as const;

/** Top-ups of user wallets, of all merchants, the newest first. */
export function Recharges() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const recharges = useQuery(
    useTRPC().operator.recharges.list.queryOptions(
      { count, before, status },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Screen
      title={t("recharges.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={recharges}>
        {(rows) => (
          <>
            <RechargeRows rows={rows} />
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
