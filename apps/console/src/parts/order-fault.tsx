import { Button, Checkbox, Group, NativeSelect, Paper, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Faults } from "../screens/sandbox.tsx";
import { useTRPC } from "../trpc.ts";
import { sayDone } from "./said.ts";

const channels = ["alipay", "wechat"] as const;
type Channel = (typeof channels)[number];

/** Has a channel of the sandbox go wrong in one operation, once or until it is taken away. */
export function OrderFault({ faults }: { readonly faults: Faults }) {
  const { t } = useTranslation();
  const [channel, setChannel] = useState<Channel>("alipay");
  const [operation, setOperation] = useState("refund");
  const [wanted, setFault] = useState("");
  const [isAlways, setAlways] = useState(false);
  const order = useMutation(
    useTRPC().operator.sandbox.order.mutationOptions({
      onSuccess: ({ fault }) => sayDone(t("sandbox.done", { fault })),
    }),
  );
  const kinds = kindsOf(faults, channel, operation);
  const chosen = kinds.find(({ fault }) => fault === wanted) ?? kinds[0];
  function submit() {
    if (chosen === undefined) return;
    order.mutate({ channel, operation, fault: chosen.fault, times: isAlways ? null : 1 });
  }
  return (
    <Paper withBorder p="md" component="form" action={submit}>
      <Stack>
        <Group align="flex-end">
          <NativeSelect
            label={t("channel")}
            data={[...channels]}
            value={channel}
            onChange={({ currentTarget: { value } }) =>
              setChannel(value === "wechat" ? value : "alipay")
            }
          />
          <NativeSelect
            label={t("requests.operation")}
            data={[...faults.operations]}
            value={operation}
            onChange={({ currentTarget: { value } }) => setOperation(value)}
          />
          <NativeSelect
            label={t("sandbox.fault")}
            data={kinds.map(({ fault }) => fault)}
            value={chosen?.fault ?? ""}
            onChange={({ currentTarget }) => setFault(currentTarget.value)}
          />
        </Group>
        <Text lang="en" size="sm">
          {chosen?.does}
        </Text>
        <Checkbox
          label={t("sandbox.always")}
          checked={isAlways}
          onChange={({ currentTarget }) => setAlways(currentTarget.checked)}
        />
        <Button type="submit" loading={order.isPending} style={{ alignSelf: "flex-start" }}>
          {t("sandbox.order")}
        </Button>
      </Stack>
    </Paper>
  );
}

/** What can go wrong in an operation of a channel: what can in any, and what is its own. */
function kindsOf(faults: Faults, channel: Channel, operation: string) {
  if (operation === "notify") return faults.notifications;
  const own = faults.outcomes.filter(
    (each) => each.channel === channel && each.operation === operation,
  );
  return [...faults.answers, ...own];
}
