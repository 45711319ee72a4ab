import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Outputs, useTRPC } from "../trpc.ts";
import { ActButton } from "./act-button.tsx";
import { Id } from "./links.tsx";
import { Moment } from "./moment.tsx";
import { Rows } from "./rows.tsx";
import { sayDone } from "./said.ts";
import { State } from "./state.tsx";

type Delivery = Outputs["operator"]["webhooks"]["deliveries"][number];

/** Events on their way to endpoints, each with the button to send it again. */
export function DeliveryRows({ rows }: { readonly rows: readonly Delivery[] }) {
  const { t } = useTranslation();
  return (
    <Rows
      label={t("webhooks.title")}
      rows={rows}
      keyOf={({ id }) => id}
      columns={[
        { name: t("created"), cell: ({ created_at }) => <Moment at={created_at} /> },
        { name: t("webhooks.event"), cell: ({ event_type }) => event_type },
        { name: t("state"), cell: (delivery) => <State value={delivery.status} /> },
        { name: t("webhooks.attempts"), cell: ({ attempts }) => attemptsText(attempts) },
        { name: t("webhooks.next"), cell: ({ next_at }) => <Moment at={next_at} /> },
        { name: t("actions"), cell: (delivery) => <RedeliverButton delivery={delivery} /> },
        { name: t("webhooks.endpoint"), cell: ({ endpoint_id }) => <Id id={endpoint_id} /> },
      ]}
    />
  );
}

/** How often it was tried, and what came of it the last time. */
function attemptsText(attempts: Delivery["attempts"]): string {
  const last = attempts.at(-1);
  return last === undefined ? "0" : `${attempts.length}: ${last.status ?? last.error}`;
}

function RedeliverButton({
  delivery: { id, endpoint_id, event_id },
}: {
  readonly delivery: Delivery;
}) {
  const { t } = useTranslation();
  const redeliver = useMutation(
    useTRPC().operator.webhooks.redeliver.mutationOptions({
      onSuccess: () => sayDone(t("webhooks.again")),
    }),
  );
  return (
    <ActButton
      text={t("webhooks.redeliver")}
      about={t("webhooks.redeliverThis", { id })}
      isPending={redeliver.isPending}
      onClick={() => redeliver.mutate({ endpoint_id, event_id })}
    />
  );
}
