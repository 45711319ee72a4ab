import type { Random } from "../random.ts";

/**
 * Whether what was asked for with this amount may stay open for ever: the sandbox spoils each answer
 * about it, or refuses it each time by a code that says nothing of an earlier try, and has no record.
 */
export function mayStayOpen(amount: number, isKnownThere: boolean): boolean {
  const ending = amount % 10_000;
  if (ending >= 9021 && ending <= 9058) return true;
  return ending >= 9081 && ending <= 9099 && !isKnownThere;
}

/** Fen through a channel: mostly plain, sometimes asking the sandbox for one of its faults. */
export function channelAmount(random: Random): number {
  const kind = random.weighted({ plain: 60, once: 16, notice: 10, outcome: 10, stubborn: 4 });
  switch (kind) {
    case "plain":
      return random.integer(1, 2500);
    case "once":
      return 9000 + random.integer(1, 18);
    case "notice":
      return 9000 + random.integer(61, 72);
    case "outcome":
      return 9000 + random.integer(81, 99);
    case "stubborn":
      return random.integer(9021, 9058);
  }
}
