import { useQuery } from "@tanstack/react-query";
import { type Inputs, useTRPC } from "../trpc.ts";
import { DeliveryRows } from "./delivery-rows.tsx";
import { Loaded } from "./loaded.tsx";
import { Pages, useBefore } from "./pages.tsx";

const count = 50;

type Filter = Pick<
  Inputs["operator"]["webhooks"]["deliveries"],
  "endpoint_id" | "event_id" | "status"
>;

/** Events on their way to merchants' endpoints, page by page, the newest first. */
export function Deliveries({ filter }: { readonly filter: Filter }) {
  const before = useBefore();
  const deliveries = useQuery(
    useTRPC().operator.webhooks.deliveries.queryOptions(
      { ...filter, count, before: before === undefined ? undefined : Number(before) },
      { refetchInterval: 5000 },
    ),
  );
  return (
    <Loaded query={deliveries}>
      {(rows) => (
        <>
          <DeliveryRows rows={rows} />
          <Pages last={rows.at(-1)?.number.toString()} isFull={rows.length === count} />
        </>
      )}
    </Loaded>
  );
}
