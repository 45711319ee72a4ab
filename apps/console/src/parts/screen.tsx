import { Group, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A screen under its heading, which is the window's too. */
export function Screen({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <Stack maw={1200}>
      <title>{`${title} · Purse`}</title>
      <Group justify="space-between">
        <Title order={1} size="h2" className="id">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
