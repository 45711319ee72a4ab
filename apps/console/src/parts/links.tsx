import { Anchor, Code } from "@mantine/core";
import { Link } from "react-router";

const movement = /^(chg|rch|ref|trf|red)_/;

/** An id, as a link where there is a screen for what it names. */
export function Id({ id }: { readonly id: string }) {
  if (!movement.test(id)) return <span className="id">{id}</span>;
  return (
    <Anchor inherit component={Link} to={`/movements/${id}`} className="id">
      {id}
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
