import { Alert, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { GatewayError } from "../trpc.ts";

/** Why the gateway did not do what was asked, by its code. */
export function Refusal({
  error,
  children,
}: {
  readonly error: GatewayError;
  readonly children?: ReactNode;
}) {
  const { t } = useTranslation();
  const entry = error.data?.registry;
  return (
    <Alert color="red" variant="outline" title={t("refused")} role="alert">
      <Stack align="flex-start" gap="xs">
        <Text>{entry === undefined ? t("unreachable") : `${entry.code} ${error.message}`}</Text>
        {children}
      </Stack>
    </Alert>
  );
}
