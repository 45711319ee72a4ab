import {
  Button,
  Center,
  Group,
  Paper,
  PasswordInput,
  Stack,
  TextInput,
  Title,
} from "@mantine/core";
import type { GatewayRouter } from "@purse/gateway";
import { TRPCClientError } from "@trpc/client";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LanguageSwitch, SchemeSwitch } from "../parts/preferences.tsx";
import { Refusal } from "../parts/refusal.tsx";
import { type Credentials, gatewayClient } from "../trpc.ts";

/** The door: a token lets in, a name says who it was. */
export function SignIn({ onEnter }: { readonly onEnter: (credentials: Credentials) => void }) {
  const { t } = useTranslation();
  const [token, setToken] = useState("");
  const [name, setName] = useState("");
  const [error, setError] = useState<TRPCClientError<GatewayRouter>>();
  async function enter() {
    const credentials = { token: token.trim(), name: name.trim() };
    try {
      await gatewayClient(credentials).operator.session.query();
      onEnter(credentials);
    } catch (caught) {
      setError(TRPCClientError.from(caught instanceof Error ? caught : new Error(String(caught))));
    }
  }
  return (
    <Center component="main" mih="100vh" p="md">
      <title>{`${t("signIn.title")} · Purse`}</title>
      <Paper withBorder p="xl" w={420} maw="100%">
        <form action={enter}>
          <Stack>
            <Title order={1} size="h2">
              Purse
            </Title>
            <PasswordInput
              label={t("signIn.token")}
              description={t("signIn.tokenHint")}
              value={token}
              onChange={({ currentTarget }) => setToken(currentTarget.value)}
              autoComplete="current-password"
              required
              visibilityToggleButtonProps={{ "aria-label": t("signIn.show") }}
            />
            <TextInput
              label={t("signIn.name")}
              description={t("signIn.nameHint")}
              value={name}
              onChange={({ currentTarget }) => setName(currentTarget.value)}
              pattern="[\w.@\-]{1,64}"
              autoComplete="username"
            />
            {error !== undefined && <Refusal error={error} />}
            <Button type="submit">{t("signIn.enter")}</Button>
            <Group>
              <LanguageSwitch />
              <SchemeSwitch />
            </Group>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
