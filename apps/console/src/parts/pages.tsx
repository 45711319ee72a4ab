import { Button, Group } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

/** What the address says of the page: the last of the page before this one. */
export function useBefore(): string | undefined {
  const [search] = useSearchParams();
  return search.get("before") ?? undefined;
}

/** The way to what is older, and back to the newest. */
export function Pages({
  last,
  isFull,
}: {
  readonly last: string | undefined;
  readonly isFull: boolean;
}) {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const at = (before: string | undefined) => {
    const next = new URLSearchParams(search);
    if (before === undefined) next.delete("before");
    else next.set("before", before);
    return `?${next}`;
  };
  const isOlder = isFull && last !== undefined;
  if (!isOlder && !search.has("before")) return null;
  return (
    <Group mt="md">
      {search.has("before") && (
        <Button variant="default" component={Link} to={at(undefined)}>
          {t("newest")}
        </Button>
      )}
      {isOlder && (
        <Button variant="default" component={Link} to={at(last)}>
          {t("older")}
        </Button>
      )}
    </Group>
  );
}
