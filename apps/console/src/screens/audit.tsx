import { Code } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Id } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;

/** What operators did, the latest first. */
export function Audit() {
  const { t } = useTranslation();
  const before = useBefore();
  const records = useQuery(
    useTRPC().operator.audit.list.queryOptions({
      count,
      before: before === undefined ? undefined : Number(before),
    }),
  );
  return (
    <Screen title={t("audit.title")}>
      <Loaded query={records}>
        {(rows) => (
          <>
            <Rows
              label={t("audit.title")}
              rows={rows}
              keyOf={({ id }) => id}
              columns={[
                { name: t("time"), cell: ({ at }) => <Moment at={at} /> },
                { name: t("audit.actor"), cell: ({ actor }) => actor },
                { name: t("audit.action"), cell: ({ action }) => action },
                { name: t("audit.subject"), cell: ({ subject }) => <Id id={subject} /> },
                {
                  name: t("audit.detail"),
                  cell: ({ detail }) => <Code className="id">{JSON.stringify(detail)}</Code>,
                },
              ]}
            />
            <Pages last={rows.at(-1)?.id.toString()} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
