import { Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Key } from "../screens/keys.tsx";
import { useTRPC } from "../trpc.ts";
import { Dialog } from "./dialog.tsx";
import { sayDone } from "./said.ts";

/** Asks before a key ends for good. */
export function RevokeKey({
  apiKey: { id },
  onClose,
}: {
  readonly apiKey: Key;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const revoke = useMutation(
    useTRPC().operator.keys.revoke.mutationOptions({
      onSuccess() {
        sayDone(t("keys.revoked", { id }));
        onClose();
      },
    }),
  );
  return (
    <Dialog title={t("keys.revoke")} onClose={onClose}>
      <Stack>
        <Text>{t("keys.revokeAsk")}</Text>
        <Text className="id">{id}</Text>
        <Group>
          <Button
            color="red.9"
            loading={revoke.isPending}
            onClick={() => revoke.mutate({ key_id: id })}
          >
            {t("keys.revoke")}
          </Button>
          <Button variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
}
