import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ChannelNo, CodeLink } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { useTRPC } from "../trpc.ts";

/** What channels told and Purse could not book, the latest first. */
export function Notifications() {
  const { t } = useTranslation();
  const refused = useQuery(
    useTRPC().operator.notifications.refused.queryOptions(undefined, { refetchInterval: 5000 }),
  );
  return (
    <Screen title={t("notifications.title")}>
      <Text c="dimmed">{t("notifications.explained")}</Text>
      <Loaded query={refused}>
        {(rows) => (
          <Rows
            label={t("notifications.title")}
            rows={rows}
            keyOf={({ merchant, channel, notify_id }) => `${merchant.id} ${channel} ${notify_id}`}
            columns={[
              { name: t("notifications.last"), cell: ({ last_at }) => <Moment at={last_at} /> },
              { name: t("channel"), cell: ({ channel }) => channel },
              { name: t("kind"), cell: ({ kind }) => t(`notifications.${kind}`) },
              {
                name: t("reason"),
                cell: ({ code, verdict }) => <CodeLink code={code} name={verdict} />,
              },
              { name: t("notifications.times"), isFigure: true, cell: ({ times }) => times },
              { name: t("number"), cell: ({ no }) => <ChannelNo no={no} /> },
              { name: t("merchant"), cell: ({ merchant }) => merchant.name },
              { name: t("notifications.first"), cell: ({ first_at }) => <Moment at={first_at} /> },
              { name: t("id"), cell: ({ notify_id }) => <span className="id">{notify_id}</span> },
            ]}
          />
        )}
      </Loaded>
    </Screen>
  );
}
