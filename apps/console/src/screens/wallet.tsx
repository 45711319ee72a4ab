import { Alert, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Facts } from "../parts/facts.tsx";
import { Loaded } from "../parts/loaded.tsx";
import { Moment } from "../parts/moment.tsx";
import { Money } from "../parts/money.tsx";
import { Screen } from "../parts/screen.tsx";
import { State } from "../parts/state.tsx";
import { ChargesOf, RechargesOf } from "../parts/wallet-payments.tsx";
import { WalletPostings } from "../parts/wallet-postings.tsx";
import { walletState } from "../parts/wallet-rows.tsx";
import { type Outputs, useTRPC } from "../trpc.ts";

/** One wallet: what is in it, what moved it, and the last payments to it. */
export function Wallet() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const wallet = useQuery(
    useTRPC().operator.wallets.get.queryOptions({ id }, { refetchInterval: 5000 }),
  );
  return (
    <Screen title={id}>
      <Loaded query={wallet}>
        {(data) => (
          <>
            {data.is_frozen && (
              <Alert color="red" variant="outline" role="status" title={t("wallets.frozen")}>
                {t("wallets.frozenExplained")}
              </Alert>
            )}
            <WalletFacts wallet={data} />
            <WalletPostings id={id} currencies={data.balances.map(({ currency }) => currency)} />
            <Title order={2} size="h3">
              {t(data.type === "merchant" ? "charges.title" : "recharges.title")}
            </Title>
            {data.type === "merchant" ? <ChargesOf id={id} /> : <RechargesOf id={id} />}
          </>
        )}
      </Loaded>
    </Screen>
  );
}

function WalletFacts({ wallet }: { readonly wallet: Outputs["operator"]["wallets"]["get"] }) {
  const { t } = useTranslation();
  const { name, type, merchant, balances, created_at } = wallet;
  return (
    <Facts
      facts={[
        [t("name"), name ?? "–"],
        [t("type"), t(`wallets.${type}`)],
        [t("merchant"), `${merchant.name} (${merchant.mode})`],
        [t("state"), <State key="state" value={walletState(wallet)} />],
        ...balances.flatMap(({ currency, available, held }) => [
          [
            `${t("available")} ${currency}`,
            <Money key="available" amount={available} currency={currency} />,
          ] as const,
          [
            `${t("held")} ${currency}`,
            <Money key="held" amount={held} currency={currency} />,
          ] as const,
        ]),
        [t("wallets.password"), t(wallet.has_payment_password ? "wallets.set" : "wallets.unset")],
        [t("created"), <Moment key="created" at={created_at} />],
      ]}
    />
  );
}
