import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Choice, useChoice } from "../parts/choice.tsx";
import { DeliveryRows } from "../parts/delivery-rows.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = ["pending", "delivered", "given_up"] as const;

/** Events on their way to merchants' endpoints, the newest first; of one event, if the address names it. */
export function Webhooks() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const event_id = search.get("event_id") ?? undefined;
  const before = useBefore();
  const status = useChoice("status", states);
  const deliveries = useQuery(
    useTRPC().operator.webhooks.deliveries.queryOptions(
      { count, status, event_id, before: before === undefined ? undefined : Number(before) },
      { refetchInterval: 5000 },
    ),
  );
  return (
    <Screen
      title={event_id ?? t("webhooks.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={deliveries}>
        {(rows) => (
          <>
            <DeliveryRows rows={rows} />
            <Pages last={rows.at(-1)?.number.toString()} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
