import { rotateKey } from "@purse/core";
import { expect, test } from "vitest";
import { usePurse } from "../harness/purse.ts";

const purse = usePurse();

test("a key that is revoked at the same moment is not rotated", async () => {
  const { key_id } = await purse.merchant();
  const rotation = { key_id, overlap_hours: 24 };
  let rotated: ReturnType<typeof rotate> | undefined;
  const rotate = () => purse.house.core.operate("test", (scope) => rotateKey(scope, rotation));
  await purse.database.sqlTransaction(async ({ run }) => {
    await run(`update api_keys set revoked_at = now() where id = '${key_id}'`);
    rotated = rotate();
    // Long enough for it to have read the key, and to wait for it.
    await new Promise((resolve) => setTimeout(resolve, 200));
  });
  expect(await rotated).toMatchObject({ ok: false, error: { key: "resource_not_exist" } });
});
