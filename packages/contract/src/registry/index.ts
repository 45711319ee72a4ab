import { additions } from "./additions.ts";
import { additionsAdvice } from "./additions-advice.ts";
import { extendRegistry, foundRegistry, type Registry } from "./registry.ts";
import { seed } from "./seed.ts";
import { seedAdvice } from "./seed-advice.ts";

export type SeedKey = keyof typeof seed;
export type ErrorKey = SeedKey | keyof typeof additions;

const seedRegistry: Registry<SeedKey> = foundRegistry({
  origin: "seed",
  range: [-1, 199_999],
  rows: seed,
  advice: seedAdvice,
});

/** Every code that Purse itself may answer: the seed's 53 and Purse's additions. */
export const registry: Registry<ErrorKey> = extendRegistry(seedRegistry, {
  origin: "purse",
  range: [200_001, 299_999],
  rows: additions,
  advice: additionsAdvice,
});

export {
  type Codes,
  customRange,
  type Extension,
  extendRegistry,
  type Origin,
  type Registry,
  type RegistryEntry,
} from "./registry.ts";
export { type RetiredCode, retired } from "./retired.ts";
export type { Advice, HttpStatus, RetryClass, Row, Text } from "./row.ts";
