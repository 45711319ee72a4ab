/** Test and live merchants are worlds apart: no id of one is known in the other. */
export type Mode = "test" | "live";
