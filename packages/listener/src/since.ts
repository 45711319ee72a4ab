/** The milliseconds since a reading of performance.now(), to a tenth. */
export function since(began: number): number {
  return Math.round((performance.now() - began) * 10) / 10;
}
