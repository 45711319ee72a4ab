import { Anchor, Code } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";

/** The path of the screen that shows what an id names, if there is one. */
function pathOf(id: string): string | undefined {
  if (/^(chg|rch|ref|trf|red)_/.test(id)) return `/movements/${id}`;
  if (id.startsWith("wal_")) return `/wallets/${id}`;
  if (id.startsWith("whe_")) return `/endpoints/${id}`;
  if (id.startsWith("evt_")) return `/webhooks?event_id=${id}`;
  return undefined;
}

/** An id, as a link where there is a screen for what it names. */
export function Id({ id }: { readonly id: string }) {
  const path = pathOf(id);
  if (path === undefined) return <span className="id">{id}</span>;
  return (
    <Anchor inherit component={Link} to={path} className="id">
      {id}
    </Anchor>
  );
}

/** A number by which a channel knows a movement, as a link to what has it. */
export function ChannelNo({
  no,
  children = no,
}: {
  readonly no: string;
  readonly children?: ReactNode;
}) {
  return (
    <Anchor inherit component={Link} to={`/search?q=${encodeURIComponent(no)}`} className="id">
      {children}
    </Anchor>
  );
}

/** A code with its key, as a link to all that is known of it. */
export function CodeLink({
  code,
  name,
}: {
  readonly code: number | null;
  readonly name: string | null;
}) {
  if (code === null || code === 0) return <Code>{name ?? code ?? "–"}</Code>;
  return (
    <Anchor inherit component={Link} to={`/codes/${code}`}>
      {code} {name}
    </Anchor>
  );
}

/** A request id, as a link to what is known of the request. */
export function RequestId({ id }: { readonly id: string }) {
  return (
    <Anchor
      inherit
      component={Link}
      to={`/requests?request_id=${encodeURIComponent(id)}`}
      className="id"
    >
      {id}
    </Anchor>
  );
}
