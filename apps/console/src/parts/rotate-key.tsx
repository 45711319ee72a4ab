import { Button, NumberInput, Stack, Text, Textarea } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Key } from "../screens/keys.tsx";
import { useTRPC } from "../trpc.ts";
import { Dialog } from "./dialog.tsx";
import { MadeKey } from "./made-key.tsx";

/** Makes a key in another one's place, which ends a while later. */
export function RotateKey({
  apiKey: { id, algorithm },
  onClose,
}: {
  readonly apiKey: Key;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [overlap_hours, setOverlap] = useState(24);
  const [public_key, setPublicKey] = useState("");
  const rotate = useMutation(useTRPC().operator.keys.rotate.mutationOptions());
  const signing = algorithm === "ed25519" ? { public_key } : {};
  return (
    <Dialog title={t("keys.rotate")} onClose={onClose}>
      {rotate.data !== undefined ? (
        <MadeKey made={rotate.data} onClose={onClose} />
      ) : (
        <form action={() => rotate.mutate({ key_id: id, overlap_hours, ...signing })}>
          <Stack>
            <Text className="id">{id}</Text>
            <NumberInput
              label={t("keys.overlap")}
              min={0}
              max={720}
              allowDecimal={false}
              value={overlap_hours}
              onChange={(value) => setOverlap(Number(value))}
              hideControls
            />
            {algorithm === "ed25519" && (
              <Textarea
                label={t("keys.publicKey")}
                required
                value={public_key}
                onChange={({ currentTarget }) => setPublicKey(currentTarget.value)}
              />
            )}
            <Button type="submit" loading={rotate.isPending}>
              {t("keys.rotate")}
            </Button>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
