import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Id } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { MovementRows } from "../parts/movement-rows.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = ["pending", "sent", "received", "returned", "failed"] as const;

/** Red envelopes of all merchants, the newest first. */
export function RedEnvelopes() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const redEnvelopes = useQuery(
    useTRPC().operator.redEnvelopes.list.queryOptions(
      { count, before, status },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Screen
      title={t("redEnvelopes.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={redEnvelopes}>
        {(rows) => (
          <>
            <MovementRows
              label={t("redEnvelopes.title")}
              rows={rows}
              number={{
                name: t("redEnvelopes.no"),
                cell: ({ red_envelope_no }) => <span className="id">{red_envelope_no}</span>,
              }}
              more={[
                { name: t("wallets.one"), cell: ({ wallet_id }) => <Id id={wallet_id} /> },
                { name: t("channel"), cell: ({ channel }) => channel },
                { name: t("redEnvelopes.to"), cell: ({ to_account }) => to_account },
              ]}
            />
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
