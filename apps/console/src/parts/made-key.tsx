import { Alert, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Outputs } from "../trpc.ts";

/** A new key, which is shown this once. */
export function MadeKey({
  made,
  onClose,
}: {
  readonly made: Outputs["operator"]["keys"]["create"];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Alert color="yellow" variant="outline">
        {t("keys.once")}
      </Alert>
      <Secret label="X-API-KEY" secret={made.api_key} />
      {made.signing_secret !== null && (
        <Secret label={t("keys.secret")} secret={made.signing_secret} />
      )}
      <Button onClick={onClose}>{t("done")}</Button>
    </Stack>
  );
}

function Secret({ label, secret }: { readonly label: string; readonly secret: string }) {
  const { t } = useTranslation();
  return (
    <div>
      <Text size="sm">{label}</Text>
      <Group wrap="nowrap">
        <Code className="id">{secret}</Code>
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              onClick={copy}
              aria-label={t("copyThis", { label })}
            >
              {copied ? t("copied") : t("copy")}
            </Button>
          )}
        </CopyButton>
      </Group>
    </div>
  );
}
