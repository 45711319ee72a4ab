import { Group } from "@mantine/core";
import { CodeLink } from "./links.tsx";
import { State } from "./state.tsx";

/** What the channel said last: how it ended, and with which code. */
export function LastCall({
  call,
}: {
  readonly call: {
    readonly outcome: string;
    readonly code: number | null;
    readonly key: string | null;
  } | null;
}) {
  if (call === null) return <span>–</span>;
  return (
    <Group gap="xs">
      <State value={call.outcome} />
      {call.code !== null && <CodeLink code={call.code} name={call.key} />}
    </Group>
  );
}
