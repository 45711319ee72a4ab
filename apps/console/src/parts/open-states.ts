const open: ReadonlySet<string> = new Set([
  "created",
  "waiting",
  "pending",
  "wait_operation",
  "sent",
]);

/** Whether a channel may still tell how a movement ends. */
export function isOpen(status: string): boolean {
  return open.has(status);
}
