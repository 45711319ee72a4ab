import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "../trpc.ts";
import { ChargeRows } from "./charge-rows.tsx";
import { Loaded } from "./loaded.tsx";
import { RechargeRows } from "./recharge-rows.tsx";

const count = 20;

/** The last charges of a merchant's wallet, paid or not. */
export function ChargesOf({ id }: { readonly id: string }) {
  const charges = useQuery(useTRPC().operator.charges.list.queryOptions({ wallet_id: id, count }));
  return <Loaded query={charges}>{(rows) => <ChargeRows rows={rows} />}</Loaded>;
}

/** The last recharges of a user's wallet, paid or not. */
export function RechargesOf({ id }: { readonly id: string }) {
  const recharges = useQuery(
    useTRPC().operator.recharges.list.queryOptions({ wallet_id: id, count }),
  );
  return <Loaded query={recharges}>{(rows) => <RechargeRows rows={rows} />}</Loaded>;
}
