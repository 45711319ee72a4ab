import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Deliveries } from "../parts/deliveries.tsx";
import { Facts } from "../parts/facts.tsx";
import { Id } from "../parts/links.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Screen } from "../parts/screen.tsx";
import { State } from "../parts/state.tsx";
import { type Outputs, useTRPC } from "../trpc.ts";

/** One webhook endpoint, with what was sent to it. */
export function Endpoint() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { operator } = useTRPC();
  const endpoint = useQuery(operator.endpoints.get.queryOptions({ id }, { refetchInterval: 5000 }));
  return (
    <Screen title={id}>
      <Loaded query={endpoint}>{(data) => <EndpointFacts endpoint={data} />}</Loaded>
      <Title order={2} size="h3">
        {t("webhooks.title")}
      </Title>
      <Deliveries filter={{ endpoint_id: id }} />
    </Screen>
  );
}

function EndpointFacts({
  endpoint,
}: {
  readonly endpoint: Outputs["operator"]["endpoints"]["get"];
}) {
  const { t } = useTranslation();
  const { url, status, disabled_reason, disabled_at, event_types, merchant } = endpoint;
  return (
    <Facts
      facts={[
        [t("endpoints.url"), url],
        [t("state"), <State key="state" value={status} />],
        [t("endpoints.types"), event_types?.join(", ") ?? t("all")],
        [t("merchant"), `${merchant.name} (${merchant.mode})`],
        [t("wallets.one"), <Id key="wallet" id={endpoint.wallet_id} />],
        [t("created"), <Moment key="created" at={endpoint.created_at} />],
        [t("endpoints.disabled"), <Moment key="disabled" at={disabled_at} />],
        [t("reason"), disabled_reason ?? "–"],
      ]}
    />
  );
}
