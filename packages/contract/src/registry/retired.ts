/** A code that is answered no more. Its number and its key stay taken, for whoever still reads it. */
export interface RetiredCode {
  readonly code: number;
  readonly key: string;
  /** Since which version, why, and what is answered instead. */
  readonly note: string;
}

/** A code that leaves the tables comes here and stays; nothing takes its number or key again. */
export const retired: readonly RetiredCode[] = [];
