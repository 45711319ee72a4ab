import type { CallInput, Charge, Output, Page, PurseApi, RegistryErrorData } from "@purse/contract";
import type { TRPCClient, TRPCClientErrorLike } from "@trpc/client";
import { expectTypeOf, test } from "vitest";
import type { GatewayRouter } from "./index.ts";

declare const client: TRPCClient<GatewayRouter>;
type Create = PurseApi["charges"]["create"];

test("an operation takes its input and answers its output", () => {
  type CreateCharge = typeof client.charges.create.mutate;
  expectTypeOf<Parameters<CreateCharge>[0]>().toEqualTypeOf<CallInput<Create>>();
  expectTypeOf<Awaited<ReturnType<CreateCharge>>>().toEqualTypeOf<Output<Create>>();
  expectTypeOf(client.charges.list.query).returns.resolves.toEqualTypeOf<Page<Charge>>();
});

test("reading is a query and all else a mutation", () => {
  expectTypeOf(client.charges.get).toHaveProperty("query");
  expectTypeOf(client.charges.get).not.toHaveProperty("mutate");
  expectTypeOf(client.charges.close).toHaveProperty("mutate");
  expectTypeOf(client.charges.close).not.toHaveProperty("query");
});

test("an operation without input is called with nothing", () => {
  expectTypeOf(client.codes.list.query).toBeCallableWith();
  // @ts-expect-error a charge is not made from nothing
  void (() => client.charges.create.mutate());
});

test("there is a procedure for each operation, and the operator's", () => {
  expectTypeOf<keyof PurseApi | "operator">().toExtend<keyof typeof client>();
  // @ts-expect-error there is no operation charges.undo
  void (() => client.charges.undo);
  expectTypeOf(client.operator.wallets.adjust.mutate).parameter(0).toEqualTypeOf<{
    wallet_id: string;
    amount: number;
    reason: string;
    currency?: CallInput<Create>["currency"];
  }>();
});

test("every error's data has the registry's entry", () => {
  type Data = NonNullable<TRPCClientErrorLike<GatewayRouter>["data"]>;
  expectTypeOf<Data["registry"]>().toEqualTypeOf<RegistryErrorData>();
});
