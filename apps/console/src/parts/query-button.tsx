import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { type Outputs, useTRPC } from "../trpc.ts";
import { ActButton } from "./act-button.tsx";
import { sayDone } from "./said.ts";

/** Asks the channel now how a movement stands. */
export function QueryButton({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const query = useMutation(
    useTRPC().operator.movements.query.mutationOptions({
      onSuccess: (movement) => sayDone(t("open.answered", { status: statusOf(movement) })),
    }),
  );
  return (
    <ActButton
      text={t("open.query")}
      about={t("open.queryThis", { id })}
      isPending={query.isPending}
      onClick={() => query.mutate({ id })}
    />
  );
}

function statusOf(movement: Outputs["operator"]["movements"]["query"]): string {
  switch (movement.kind) {
    case "charge":
      return movement.charge.status;
    case "recharge":
      return movement.recharge.status;
    case "refund":
      return movement.refund.status;
    case "transfer":
      return movement.transfer.status;
    case "red_envelope":
      return movement.red_envelope.status;
  }
}
