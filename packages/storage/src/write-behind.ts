/** How long a record waits for others, in milliseconds. */
const waitMs = 500;
/** Records a statement. */
const batchMax = 1000;
/** Records that wait while the database is slow; what comes then is dropped. */
const waitingMax = 10_000;

/** Hears of records that could not be kept. */
export type OnLost = (count: number, error?: unknown) => void;

export interface WriteBehind<NewRecord> {
  /** Takes a record at once, and writes it a moment later. */
  readonly keep: (record: NewRecord) => void;
  /** Writes what still waits. */
  readonly close: () => Promise<void>;
}

/** Writes records in batches, off the way of what they tell of. */
export function writeBehind<NewRecord>(
  insert: (records: readonly NewRecord[]) => Promise<void>,
  onLost: OnLost,
): WriteBehind<NewRecord> {
  let waiting: NewRecord[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    timer = undefined;
    const records = waiting;
    waiting = [];
    for (let start = 0; start < records.length; start += batchMax) {
      const batch = records.slice(start, start + batchMax);
      await insert(batch).catch((error: unknown) => onLost(batch.length, error));
    }
  }
  const flush = () => {
    writing = writing.then(write);
    return writing;
  };
  return {
    keep(record) {
      if (waiting.length >= waitingMax) return onLost(1);
      waiting.push(record);
      timer ??= setTimeout(flush, waitMs).unref();
    },
    close() {
      clearTimeout(timer);
      return flush();
    },
  };
}
