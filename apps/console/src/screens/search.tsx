import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { ChannelNo, Id, RequestId } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

/** What has the searched text for its id, number or name. */
export function Search() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const text = search.get("q") ?? "";
  const found = useQuery(useTRPC().operator.search.queryOptions({ text }));
  return (
    <Screen title={t("search.found", { text })}>
      <Loaded query={found}>
        {(rows) => (
          <Rows
            label={t("search.title")}
            rows={rows}
            keyOf={({ kind, id, name }) => `${kind} ${id} ${name}`}
            columns={[
              { name: t("kind"), cell: ({ kind }) => t(`kinds.${kind}`) },
              {
                name: t("id"),
                cell: ({ kind, id, name }) => {
                  if (kind === "request") return <RequestId id={id} />;
                  if (kind === "notification") return <ChannelNo no={name ?? id}>{id}</ChannelNo>;
                  return <Id id={id} />;
                },
              },
              { name: t("name"), cell: ({ name }) => <span className="id">{name ?? "–"}</span> },
              { name: t("state"), cell: ({ status }) => status ?? "–" },
              { name: t("merchant"), cell: ({ merchant_id }) => merchant_id ?? "–" },
            ]}
          />
        )}
      </Loaded>
    </Screen>
  );
}
