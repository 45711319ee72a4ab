import { Alert, Button, Progress, Stack, Text } from "@mantine/core";
import { skipToken } from "@tanstack/react-query";
import { useSubscription } from "@trpc/tanstack-react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { LedgerChecks } from "../parts/ledger-checks.tsx";
import { Rows } from "../parts/rows.tsx";
import { Screen } from "../parts/screen.tsx";
import { type Outputs, useTRPC } from "../trpc.ts";

type Report = Outputs["operator"]["ledger"]["check"];
interface RuleProgress {
  readonly rule: string;
  readonly checked: number;
  readonly total: number;
}

/** Proves the invariants of the ledger, before the reader's eyes. */
export function Ledger() {
  const { t } = useTranslation();
  const [isRunning, setRunning] = useState(false);
  const [rules, setRules] = useState<ReadonlyMap<string, RuleProgress>>(new Map());
  const [report, setReport] = useState<Report>();
  const { watch } = useTRPC().operator.ledger;
  const { error } = useSubscription(
    watch.subscriptionOptions(isRunning ? undefined : skipToken, {
      onData({ progress, report: ended }) {
        if (progress !== null) setRules((known) => new Map(known).set(progress.rule, progress));
        if (ended === null) return;
        setReport(ended);
        setRunning(false);
      },
    }),
  );
  function start() {
    setRules(new Map());
    setReport(undefined);
    setRunning(true);
  }
  return (
    <Screen
      title={t("ledger.title")}
      actions={
        <Button loading={isRunning} onClick={start}>
          {t("ledger.check")}
        </Button>
      }
    >
      <Text c="dimmed">{t("ledger.explained")}</Text>
      {error !== null && error !== undefined && (
        <Alert color="red" variant="outline" role="alert">
          {error.message}
        </Alert>
      )}
      {report !== undefined && <Result report={report} />}
      <Stack gap="xs">
        {[...rules.values()].map((rule) => (
          <Rule key={rule.rule} rule={rule} />
        ))}
      </Stack>
      <LedgerChecks />
    </Screen>
  );
}

function Rule({ rule: { rule, checked, total } }: { readonly rule: RuleProgress }) {
  const percent = total === 0 ? 100 : (100 * checked) / total;
  return (
    <div>
      <Text size="sm">
        {rule} · {checked} / {total}
      </Text>
      <Progress value={percent} color="teal.7" aria-label={rule} />
    </div>
  );
}

function Result({ report: { ok, checked, violations } }: { readonly report: Report }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert
        color={ok ? "teal" : "red"}
        variant="outline"
        role="status"
        title={t(ok ? "ledger.holds" : "ledger.broken")}
      >
        {t("ledger.looked", checked)}
      </Alert>
      {!ok && (
        <Rows
          label={t("ledger.broken")}
          rows={violations}
          keyOf={({ rule, subject }) => `${rule} ${subject}`}
          columns={[
            { name: t("ledger.rule"), cell: ({ rule }) => rule },
            { name: t("id"), cell: ({ subject }) => subject },
          ]}
        />
      )}
    </>
  );
}
