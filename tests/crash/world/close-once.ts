const signals = ["SIGINT", "SIGTERM"] as const;
const closers = new Set<() => Promise<void>>();

/**
 * Closes something once: when what it answers is called, or else when the process is interrupted,
 * what was opened last before the rest. Whoever calls it meanwhile waits for the same end.
 */
export function closeOnce(close: () => Promise<void>): () => Promise<void> {
  let closing: Promise<void> | undefined;
  const closeNow = () => {
    closing ??= close().finally(() => {
      closers.delete(closeNow);
      if (closers.size === 0) for (const signal of signals) process.off(signal, interrupted);
    });
    return closing;
  };
  if (closers.size === 0) for (const signal of signals) process.once(signal, interrupted);
  closers.add(closeNow);
  return closeNow;
}

async function interrupted(): Promise<void> {
  try {
    for (const close of [...closers].reverse()) await close();
  } finally {
    process.exit(130);
  }
}
