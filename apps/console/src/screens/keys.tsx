import { Button, Group, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ActButton } from "../parts/act-button.tsx";
import { CreateKey } from "../parts/create-key.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { OperatorOnly } from "../parts/operator-only.tsx";
import { RevokeKey } from "../parts/revoke-key.tsx";
import { RotateKey } from "../parts/rotate-key.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { State } from "../parts/state.tsx";
import { type Outputs, useTRPC } from "../trpc.ts";

export type Key = Outputs["operator"]["keys"]["list"][number]["keys"][number];
type Doing =
  | { readonly what: "create" }
  | { readonly what: "rotate" | "revoke"; readonly key: Key };

/** Every merchant with its API keys, and what operators do with them. */
export function Keys() {
  const { t } = useTranslation();
  const merchants = useQuery(useTRPC().operator.keys.list.queryOptions());
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  return (
    <Screen
      title={t("keys.title")}
      actions={
        <OperatorOnly>
          <Button onClick={() => setDoing({ what: "create" })}>{t("keys.create")}</Button>
        </OperatorOnly>
      }
    >
      <Loaded query={merchants}>
        {(rows) =>
          rows.map(({ id, name, mode, keys }) => (
            <section key={id} aria-label={name}>
              <Title order={2} size="h4" mb="xs">
                {name} ({mode})
              </Title>
              <KeyRows label={`${name} (${mode})`} keys={keys} onDo={setDoing} />
            </section>
          ))
        }
      </Loaded>
      {doing?.what === "create" && <CreateKey onClose={close} />}
      {doing?.what === "rotate" && <RotateKey apiKey={doing.key} onClose={close} />}
      {doing?.what === "revoke" && <RevokeKey apiKey={doing.key} onClose={close} />}
    </Screen>
  );
}

function KeyRows({
  label,
  keys,
  onDo,
}: {
  readonly label: string;
  readonly keys: readonly Key[];
  readonly onDo: (doing: Doing) => void;
}) {
  const { t } = useTranslation();
  return (
    <Rows
      label={label}
      rows={keys}
      keyOf={({ id }) => id}
      columns={[
        { name: t("id"), cell: ({ id }) => <span className="id">{id}</span> },
        { name: t("keys.algorithm"), cell: ({ algorithm }) => algorithm ?? "–" },
        { name: t("state"), cell: (key) => <State value={stateOf(key)} /> },
        { name: t("created"), cell: ({ created_at }) => <Moment at={created_at} /> },
        { name: t("keys.used"), cell: ({ last_used_at }) => <Moment at={last_used_at} /> },
        { name: t("keys.ends"), cell: ({ not_after }) => <Moment at={not_after} /> },
        {
          name: t("actions"),
          cell: (key) =>
            stateOf(key) === "active" && (
              <Group gap="xs" wrap="nowrap">
                <ActButton
                  text={t("keys.rotate")}
                  about={t("keys.rotateThis", { id: key.id })}
                  onClick={() => onDo({ what: "rotate", key })}
                />
                <ActButton
                  text={t("keys.revoke")}
                  about={t("keys.revokeThis", { id: key.id })}
                  onClick={() => onDo({ what: "revoke", key })}
                />
              </Group>
            ),
        },
      ]}
    />
  );
}

function stateOf({ revoked_at, not_after }: Key): "active" | "revoked" | "expired" {
  if (revoked_at !== null) return "revoked";
  return not_after !== null && Date.parse(not_after) <= Date.now() ? "expired" : "active";
}
