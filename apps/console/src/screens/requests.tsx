import { Checkbox } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { Loaded } from "../parts/loaded.tsx";
import { Pages, useBefore } from "../parts/pages.tsx";
import { RequestRows } from "../parts/request-rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

const count = 50;

/** Requests of all merchants as they were answered, the newest first. */
export function Requests() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const before = useBefore();
  const request_id = search.get("request_id") ?? undefined;
  const failed = search.has("failed") ? true : undefined;
  const number = before === undefined ? undefined : Number(before);
  const requests = useQuery(
    useTRPC().operator.requests.list.queryOptions(
      { count, before: number, request_id, failed },
      { placeholderData: keepPreviousData, refetchInterval: before === undefined ? 5000 : false },
    ),
  );
  return (
    <Screen
      title={t("requests.title")}
      actions={
        <Checkbox
          label={t("requests.failed")}
          checked={failed === true}
          onChange={({ currentTarget }) => setSearch(currentTarget.checked ? { failed: "" } : {})}
        />
      }
    >
      <Loaded query={requests}>
        {(rows) => (
          <>
            <RequestRows rows={rows} />
            <Pages last={rows.at(-1)?.number.toString()} isFull={rows.length === count} />
          </>
        )}
      </Loaded>
    </Screen>
  );
}
