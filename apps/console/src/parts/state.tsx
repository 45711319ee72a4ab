import { Badge, type MantineColor } from "@mantine/core";
import { useTranslation } from "react-i18next";

const colors: Readonly<Record<string, MantineColor>> = {
  active: "teal",
  paid: "teal",
  succeeded: "teal",
  delivered: "teal",
  received: "teal",
  pending: "yellow",
  waiting: "yellow",
  wait_operation: "yellow",
  unknown: "yellow",
  failed: "red",
  refused: "red",
  abnormal: "red",
  given_up: "red",
  frozen: "red",
};

/** A state by its name on the wire, which is what the API's users know it by. */
export function State({ value }: { readonly value: string }) {
  const { t } = useTranslation();
  return (
    <Badge
      variant="dot"
      color={colors[value] ?? "gray"}
      tt="none"
      miw="max-content"
      title={t("state")}
    >
      {value}
    </Badge>
  );
}
