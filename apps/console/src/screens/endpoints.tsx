import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Choice, useChoice } from "../parts/choice.tsx";
import { Id } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { State } from "../parts/state.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;
const states = ["active", "disabled"] as const;

/** Where merchants' events go to, the newest first. */
export function Endpoints() {
  const { t } = useTranslation();
  const before = useBefore();
  const status = useChoice("status", states);
  const endpoints = useQuery(
    useTRPC().operator.endpoints.list.queryOptions(
      { count, before, status },
      { placeholderData: keepPreviousData },
    ),
  );
  return (
    <Screen
      title={t("endpoints.title")}
      actions={<Choice name="status" label={t("state")} values={states} />}
    >
      <Loaded query={endpoints}>
        {(rows) => (
          <>
            <Rows
              label={t("endpoints.title")}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t("endpoints.url"), cell: ({ url }) => <span className="id">{url}</span> },
                { name: t("state"), cell: (endpoint) => <State value={endpoint.status} /> },
                { name: t("reason"), cell: ({ disabled_reason }) => disabled_reason ?? "–" },
                { name: t("merchant"), cell: ({ merchant }) => merchant.name },
                { name: t("created"), cell: ({ created_at }) => <Moment at={created_at} /> },
                { name: t("id"), cell: ({ id }) => <Id id={id} /> },
              ]}
            />
            <Pages last={rows.at(-1)?.id} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
