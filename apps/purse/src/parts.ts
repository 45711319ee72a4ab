/** What `purse serve` runs, all of it unless one is named. */
export const parts = ["server", "gateway", "worker"] as const;
export type Part = (typeof parts)[number];
