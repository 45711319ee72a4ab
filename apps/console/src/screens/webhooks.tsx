import { useMutation, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ActButton } from "../parts/act-button.tsx";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Rows } from "../parts/rows.tsx";
import { sayDone } from "../parts/said.ts";
import { Screen } from "../parts/screen.tsx";
import { State } from "../parts/state.tsx";
import { type Outputs, useTRPC } from "../trpc.ts";

const count = 50;
const states = ["pending", "delivered", "given_up"] as const;
type Delivery = Outputs["operator"]["webhooks"]["deliveries"][number];

/** Events on their way to merchants' endpoints, the newest first. */
export function Webhooks() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const deliveries = useQuery(
    useTRPC().operator.webhooks.deliveries.queryOptions(
      { count, status, before: before === undefined ? undefined : Number(before) },
      { refetchInterval: 5000 },
    ),
  );
  return (
    <Screen
      title={t("webhooks.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={deliveries}>
        {(rows) => (
          <>
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
                {
                  name: t("webhooks.endpoint"),
                  cell: ({ endpoint_id }) => <span className="id">{endpoint_id}</span>,
                },
              ]}
            />
            <Pages last={rows.at(-1)?.number.toString()} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
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
