import { clearLine, cursorTo } from "node:readline";
import type { LedgerProgress } from "@purse/core";

export interface ProgressPrinter {
  readonly onProgress: (progress: LedgerProgress) => void;
  /** Takes away what would stand in the way of other output. */
  readonly clear: () => void;
}

/** On a terminal one line, written over again and again; elsewhere a line a rule, when it is through. */
export function progressOn(stream: NodeJS.WriteStream): ProgressPrinter {
  if (!stream.isTTY) {
    return {
      onProgress({ rule, checked, total }) {
        if (checked === total) stream.write(`${total} rows: ${rule}\n`);
      },
      clear() {},
    };
  }
  const clear = () => {
    clearLine(stream, 0);
    cursorTo(stream, 0);
  };
  return {
    onProgress({ rule, checked, total }) {
      const done = total === 0 ? 1 : checked / total;
      clear();
      const percent = String(Math.floor(100 * done)).padStart(3);
      // A line that wrapped could not be written over.
      stream.write(
        `${bar(done)} ${percent} % of ${total} rows: ${rule}`.slice(0, stream.columns - 1),
      );
    },
    clear,
  };
}

const barLength = 20;

function bar(done: number): string {
  const full = Math.floor(barLength * done);
  return "█".repeat(full) + "░".repeat(barLength - full);
}
