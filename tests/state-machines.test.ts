import { machines } from "@purse/core";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const purse = usePurse();

test("the database allows the steps of core's tables and no other", async () => {
  const { rows } = await sql<Record<string, string>>`select * from state_steps`.execute(
    purse.database.db,
  );
  const allowed = rows.map((row) => `${row.noun}: ${row.from_state} → ${row.to_state}`);
  const steps = machines.flatMap(({ noun, machine }) =>
    Object.entries(machine).flatMap(([state, events]) =>
      Object.values(events).flatMap((step) =>
        typeof step === "object" && "next" in step ? `${noun}: ${state} → ${step.next}` : [],
      ),
    ),
  );
  expect(allowed.toSorted()).toEqual([...new Set(steps)].toSorted());
});

test("a row cannot take another step, whoever writes it", async () => {
  const merchant = await purse.merchant();
  const key = merchant.api_key;
  await purse.call("POST", "/v1/charges", { key, body: payment(merchant) });
  const back = sql`update charges set status = 'waiting', paid_at = null`;
  await expect(back.execute(purse.database.db)).rejects.toMatchObject({
    constraint: "state_steps",
  });
});
