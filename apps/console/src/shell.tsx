import { AppShell, Box, Burger, Group, NavLink, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, Outlet, useLocation } from "react-router";
import { Preferences } from "./parts/preferences.tsx";
import { SearchBox } from "./parts/search-box.tsx";
import { places } from "./places.ts";

/** What is around every screen: the way to the others, and to preferences. */
export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const [opened, menu] = useDisclosure();
  const main = useRef<HTMLElement>(null);
  // Whoever goes on by keyboard or hears the page begins at the new screen, not at the menu.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path's change is the occasion.
  useEffect(() => {
    menu.close();
    main.current?.focus();
  }, [pathname]);
  return (
    <AppShell
      header={{ height: { base: 104, sm: 56 } }}
      navbar={{ width: 220, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding="md"
    >
      <a className="skip" href="#main">
        {t("shell.skip")}
      </a>
      <AppShell.Header px="md">
        <Group h={56} justify="space-between" wrap="nowrap">
          <Group wrap="nowrap">
            <Burger
              opened={opened}
              onClick={menu.toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={t("shell.menu")}
              aria-expanded={opened}
            />
            <Text fw={700} size="lg">
              Purse
            </Text>
          </Group>
          <Box flex={1} maw={480} visibleFrom="sm">
            <SearchBox />
          </Box>
          <Preferences />
        </Group>
        <Box hiddenFrom="sm">
          <SearchBox />
        </Box>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t("shell.menu")} style={{ overflowY: "auto" }}>
        {places.map(({ path, text, Icon }) => (
          <NavLink
            key={path}
            component={Link}
            to={path}
            label={t(text)}
            leftSection={<Icon size={18} aria-hidden />}
            active={pathname === path || (path !== "/" && pathname.startsWith(`${path}/`))}
            aria-current={pathname === path ? "page" : undefined}
          />
        ))}
      </AppShell.Navbar>
      <AppShell.Main id="main" ref={main} tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
    </AppShell>
  );
}
