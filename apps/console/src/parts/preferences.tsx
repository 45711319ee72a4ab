import {
  ActionIcon,
  Badge,
  Button,
  Group,
  Menu,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { IconMoon, IconSun, IconUser } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { speak } from "../i18n.ts";
import { useSession } from "../session.tsx";

/** Light or dark, the language, who has signed in and the way out. */
export function Preferences() {
  const { t } = useTranslation();
  const { actor, role, signOut } = useSession();
  return (
    <Group gap="xs" wrap="nowrap">
      <LanguageSwitch />
      <SchemeSwitch />
      <Menu>
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={t("shell.account", { actor })}>
            <IconUser size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {actor} <Badge variant="default">{t(`role.${role}`)}</Badge>
          </Menu.Label>
          <Menu.Item onClick={signOut}>{t("shell.signOut")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

export function LanguageSwitch() {
  const { i18n } = useTranslation();
  const other = i18n.language === "zh" ? "en" : "zh";
  return (
    <Button variant="default" px="sm" lang={other} onClick={() => speak(other)}>
      {other === "zh" ? "中文" : "English"}
    </Button>
  );
}

export function SchemeSwitch() {
  const { t } = useTranslation();
  const { setColorScheme } = useMantineColorScheme();
  const other = useComputedColorScheme("light") === "dark" ? "light" : "dark";
  const Icon = other === "dark" ? IconMoon : IconSun;
  return (
    <ActionIcon
      variant="default"
      size="lg"
      aria-label={t(`shell.${other}`)}
      onClick={() => setColorScheme(other)}
    >
      <Icon size={18} aria-hidden />
    </ActionIcon>
  );
}
