import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Deliveries } from "../parts/deliveries.tsx";
import { Screen } from "../parts/screen.tsx";

const states = ["pending", "delivered", "given_up"] as const;

/** What was sent to merchants' endpoints; of one event, if the address names it. */
export function Webhooks() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const event_id = search.get("event_id") ?? undefined;
  const status = useChoice("status", states);
  return (
    <Screen
      title={event_id ?? t("webhooks.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Deliveries filter={{ event_id, status }} />
    </Screen>
  );
}
