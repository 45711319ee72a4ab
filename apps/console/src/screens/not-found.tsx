import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Screen } from "../parts/screen.tsx";

/** A path that leads nowhere. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Screen title={t("notFound")}>
      <Text>{t("nothing")}</Text>
    </Screen>
  );
}
