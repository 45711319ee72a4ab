import { Button, NativeSelect, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useTRPC } from "../trpc.ts";
import { Dialog } from "./dialog.tsx";
import { MadeKey } from "./made-key.tsx";

/** Makes a key for a merchant, and the merchant if the name is new. */
export function CreateKey({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [merchant_name, setName] = useState("");
  const [mode, setMode] = useState<"test" | "live">("test");
  const [public_key, setPublicKey] = useState("");
  const create = useMutation(useTRPC().operator.keys.create.mutationOptions());
  // A public key is of ed25519; without one the server makes a secret for hmac-sha256.
  const signing = public_key.trim() === "" ? {} : { public_key };
  return (
    <Dialog title={t("keys.create")} onClose={onClose}>
      {create.data !== undefined ? (
        <MadeKey made={create.data} onClose={onClose} />
      ) : (
        <form action={() => create.mutate({ merchant_name, mode, ...signing })}>
          <Stack>
            <TextInput
              label={t("merchant")}
              required
              maxLength={64}
              value={merchant_name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              data-autofocus
            />
            <NativeSelect
              label={t("keys.mode")}
              value={mode}
              onChange={({ currentTarget }) =>
                setMode(currentTarget.value === "live" ? "live" : "test")
              }
              data={["test", "live"]}
            />
            <Textarea
              label={t("keys.publicKey")}
              description={t("keys.publicKeyHint")}
              value={public_key}
              onChange={({ currentTarget }) => setPublicKey(currentTarget.value)}
            />
            <Button type="submit" loading={create.isPending}>
              {t("keys.create")}
            </Button>
          </Stack>
        </form>
      )}
    </Dialog>
  );
}
