import { Button, Center, Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { GatewayError } from "../trpc.ts";
import { Refusal } from "./refusal.tsx";

/** What a query of the gateway has in hand. */
interface Asked<Data> {
  readonly data: Data | undefined;
  readonly error: GatewayError | null;
  readonly refetch: () => unknown;
}

/** Shows what a query brought, that it is on its way, or why it did not come. */
export function Loaded<Data>({
  query: { data, error, refetch },
  children,
}: {
  readonly query: Asked<Data>;
  readonly children: (data: Data) => ReactNode;
}) {
  const { t } = useTranslation();
  if (data !== undefined) return children(data);
  if (error !== null) {
    return (
      <Refusal error={error}>
        <Button variant="default" onClick={() => refetch()}>
          {t("again")}
        </Button>
      </Refusal>
    );
  }
  return (
    <Center p="xl">
      <Loader role="status" aria-label={t("loading")} />
    </Center>
  );
}
