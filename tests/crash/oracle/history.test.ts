import { expect, test } from "vitest";
import type { Entry } from "../load/journal.ts";
import type { Read } from "../load/reads.ts";
import { checkHistory } from "./history.ts";

// Histories that are known to be good or bad: what the checker makes of them.

interface Row {
  readonly entry: string;
  readonly thing: string;
  readonly wallet: string;
  readonly position: number;
  readonly amount: number;
  readonly balance: number;
}

/** A wallet's postings, `a +10 =10`: the movement, what it brought, and what there was then. */
function wallet(name: string, ...written: string[]): Row[] {
  return written.map((text, index) => {
    const [, thing = "", amount, balance] = /^(\w+) ([+-]\d+) =(\d+)$/.exec(text)!;
    const position = index + 1;
    const numbers = { position, amount: Number(amount), balance: Number(balance) };
    return { entry: `entry ${thing}`, thing, wallet: name, ...numbers };
  });
}

/** A movement that was acknowledged, and when it was asked for and answered. */
function movement(id: string, startedAt: number, endedAt: number): Entry {
  const body = {};
  const intent = { noun: "transfer", no: id, merchant: 0, path: "", body } as const;
  const answer = {
    status: 200,
    code: 0,
    key: "success",
    data: { id, status: "succeeded" },
    text: "",
  };
  const rest = { startedAt, endedAt, answer, attempts: 1, open: [] };
  return { intent: { ...intent, idempotencyKey: undefined }, ...rest };
}

function read(walletId: string, balance: number, startedAt: number, endedAt: number): Read {
  return { walletId, balance, startedAt, endedAt };
}

async function rulesBroken(
  rows: readonly Row[],
  entries: readonly Entry[],
  reads: readonly Read[],
) {
  const { violations } = await checkHistory(async () => [...rows], ["mer"], entries, reads);
  return violations.map(({ rule }) => rule);
}

const truth = "a balance that was read was true in that time";
const order = "everything happened in one order";
const [x, y] = [wallet("x", "a +10 =10", "b +10 =20"), wallet("y", "c +5 =5")];
const three = [movement("a", 0, 10), movement("b", 20, 30), movement("c", 0, 100)];

test("what is read while it changes may be old or new", async () => {
  const reads = [
    read("x", 10, 21, 29),
    read("x", 20, 22, 28),
    read("y", 0, 1, 2),
    read("y", 5, 3, 4),
  ];
  expect(await rulesBroken([...x, ...y], three, reads)).toEqual([]);
});

test("a stale read is found: the movement had been answered before it began", async () => {
  expect(await rulesBroken(x, three, [read("x", 10, 31, 32)])).toEqual([truth]);
});

test("a read of what nobody had asked for yet is found", async () => {
  expect(await rulesBroken(x, three, [read("x", 20, 11, 12)])).toEqual([truth]);
});

test("a dirty read is found: there never was such a balance", async () => {
  expect(await rulesBroken(x, three, [read("x", 15, 25, 26)])).toEqual([truth]);
});

test("a lost update is found: both movements began from the same balance", async () => {
  const lost = wallet("x", "a +10 =10", "b +10 =10");
  expect(await rulesBroken(lost, three, [])).toEqual(["each movement saw the one before"]);
});

test("a read that goes back is found: who came later saw less", async () => {
  const slow = [movement("a", 0, 1), movement("b", 2, 100)];
  const reads = [read("x", 20, 10, 11), read("x", 10, 20, 21)];
  expect(await rulesBroken(x, slow, reads)).toEqual([order]);
});

test("two movements that two wallets have in another order are found", async () => {
  const rows = [...wallet("x", "a +10 =10", "b +10 =20"), ...wallet("y", "b +10 =10", "a +10 =20")];
  expect(await rulesBroken(rows, [movement("a", 0, 9), movement("b", 0, 9)], [])).toEqual([order]);
});

test("a movement that came behind one that began after its answer is found", async () => {
  const rows = wallet("x", "b +10 =10", "a +10 =20");
  expect(await rulesBroken(rows, three, [])).toEqual([order]);
});

// No movement reads what it does not write, so that a skew of writes shows in what others read.
test("a long fork is found: two readers saw two movements, each of them one before the other", async () => {
  const rows = [...wallet("x", "a +10 =10"), ...wallet("y", "b +10 =10")];
  const both = [movement("a", 20, 40), movement("b", 20, 40)];
  const reads = [
    read("x", 10, 21, 22),
    read("y", 0, 23, 24),
    read("y", 10, 21, 22),
    read("x", 0, 23, 24),
  ];
  expect(await rulesBroken(rows, both, reads)).toEqual([order]);
});
