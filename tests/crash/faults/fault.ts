import type { Random } from "../random.ts";
import type { World } from "../world/world.ts";

/** Something that goes wrong for a while: begins, and answers what mends it. */
export interface Fault {
  readonly kind: string;
  /** What the chance decided of it, for whoever reads the log. */
  readonly detail: string;
  readonly forMs: number;
  readonly begin: (world: World) => Promise<() => Promise<void>>;
}

/** A kind of fault: the chance decides on the rest. `site` is the replica that it is about. */
export type FaultKind = (random: Random, site: number) => Omit<Fault, "kind">;
