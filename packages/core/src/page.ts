// A page of a list, as use-cases ask for it and as it comes back.

export interface PageRange {
  readonly page: number;
  readonly count: number;
  /** RFC 3339: of lists that keep the order of time, only what was made in between. */
  readonly created_from?: string | undefined;
  readonly created_to?: string | undefined;
}

/** A page of a list that may be cut down to one state. */
export interface StateRange<Status extends string> extends PageRange {
  readonly status?: Status | undefined;
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}
