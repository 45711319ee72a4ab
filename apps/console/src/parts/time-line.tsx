import { Group, Text, Timeline } from "@mantine/core";
import {
  IconArrowsExchange,
  IconBellRinging,
  IconBroadcast,
  IconLock,
  IconPlugConnected,
  IconScale,
  IconWebhook,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";
import { CodeLink, Id, RequestId } from "./links.tsx";
import { Moment } from "./moment.tsx";
import { Money } from "./money.tsx";
import { State } from "./state.tsx";

type Happened = Outputs["operator"]["movements"]["history"]["moments"][number];
type OfKind<Kind> = Extract<Happened, { kind: Kind }>;

const icons = {
  request: IconArrowsExchange,
  call: IconPlugConnected,
  notification: IconBellRinging,
  entry: IconScale,
  hold: IconLock,
  event: IconBroadcast,
  delivery: IconWebhook,
} as const satisfies Record<Happened["kind"], typeof IconLock>;

/** All that has happened to something, the oldest first. */
export function TimeLine({ moments }: { readonly moments: readonly Happened[] }) {
  const { t } = useTranslation();
  return (
    <Timeline bulletSize={28} lineWidth={2} active={moments.length} aria-label={t("history.title")}>
      {moments.map((moment, place) => {
        const Icon = icons[moment.kind];
        return (
          <Timeline.Item
            // biome-ignore lint/suspicious/noArrayIndexKey: what has happened keeps its place.
            key={place}
            bullet={<Icon size={16} aria-hidden />}
            title={t(`history.${moment.kind}`)}
          >
            <Text size="sm" c="dimmed">
              <Moment at={moment.at} isExact />
            </Text>
            <What moment={moment} />
            {"about" in moment && moment.about !== null && (
              <Text size="sm">
                <Id id={moment.about} />
              </Text>
            )}
          </Timeline.Item>
        );
      })}
    </Timeline>
  );
}

function What({ moment }: { readonly moment: Happened }): ReactNode {
  switch (moment.kind) {
    case "request":
      return <Request moment={moment} />;
    case "call":
      return <Call moment={moment} />;
    case "notification":
      return (
        <Group gap="xs">
          {moment.channel}
          <CodeLink code={moment.code} name={moment.verdict} />
          {moment.times > 1 && `× ${moment.times}`}
        </Group>
      );
    case "entry":
      return <Entry moment={moment} />;
    case "hold":
      return (
        <Group gap="xs">
          <State value={moment.state} />
          <Money amount={moment.amount} currency={moment.currency} />
        </Group>
      );
    case "event":
      return <Text size="sm">{moment.type}</Text>;
    case "delivery":
      return (
        <Text size="sm" className="id">
          {moment.type} → <Id id={moment.endpoint_id} />: {moment.status ?? moment.error}{" "}
          <Took ms={moment.duration_ms} />
        </Text>
      );
  }
}

function Request({ moment }: { readonly moment: OfKind<"request"> }) {
  return (
    <Group gap="xs">
      <span>
        {moment.method} {moment.operation}
      </span>
      <CodeLink code={moment.code} name={null} />
      <Took ms={moment.duration_ms} />
      <RequestId id={moment.request_id} />
    </Group>
  );
}

function Call({ moment }: { readonly moment: OfKind<"call"> }) {
  return (
    <Group gap="xs">
      <span>
        {moment.channel} {moment.operation}
      </span>
      <State value={moment.outcome} />
      {moment.code !== null && <CodeLink code={moment.code} name={moment.key} />}
      {moment.said !== null && <q>{moment.said}</q>}
      <Took ms={moment.duration_ms} />
      {moment.request_id !== null && <RequestId id={moment.request_id} />}
    </Group>
  );
}

function Entry({ moment }: { readonly moment: OfKind<"entry"> }) {
  return (
    <>
      <Text size="sm">{moment.entry}</Text>
      {moment.postings.map(({ account, amount, currency }) => (
        <Text size="sm" className="id" key={`${account} ${amount}`}>
          <Id id={account} /> <Money amount={amount} currency={currency} />
        </Text>
      ))}
    </>
  );
}

function Took({ ms }: { readonly ms: number }) {
  return (
    <Text span size="sm" c="dimmed">
      {Math.round(ms)} ms
    </Text>
  );
}
