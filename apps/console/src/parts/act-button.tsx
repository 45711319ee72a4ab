import { Button } from "@mantine/core";
import { OperatorOnly } from "./operator-only.tsx";

/** A row's button that changes something; `about` says to screen readers which row's it is. */
export function ActButton({
  text,
  about,
  isPending = false,
  onClick,
}: {
  readonly text: string;
  readonly about: string;
  readonly isPending?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <OperatorOnly>
      <Button size="xs" variant="default" loading={isPending} onClick={onClick} aria-label={about}>
        {text}
      </Button>
    </OperatorOnly>
  );
}
