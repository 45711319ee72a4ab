import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";
import { CodeLink, Id, RequestId } from "./links.tsx";
import { Moment } from "./moment.tsx";
import { Rows } from "./rows.tsx";

/** Requests as they were answered. */
export function RequestRows({ rows }: { readonly rows: Outputs["operator"]["requests"]["list"] }) {
  const { t } = useTranslation();
  return (
    <Rows
      label={t("requests.title")}
      rows={rows}
      keyOf={({ number }) => number}
      columns={[
        { name: t("time"), cell: ({ at }) => <Moment at={at} /> },
        {
          name: t("requests.operation"),
          cell: ({ method, operation, path }) => `${method} ${operation ?? path}`,
        },
        { name: t("code"), cell: ({ code }) => <CodeLink code={code} name={null} /> },
        { name: "ms", isFigure: true, cell: ({ duration_ms }) => Math.round(duration_ms) },
        {
          name: t("requests.about"),
          cell: ({ resource_id }) => resource_id !== null && <Id id={resource_id} />,
        },
        { name: t("requests.id"), cell: ({ request_id }) => <RequestId id={request_id} /> },
      ]}
    />
  );
}
