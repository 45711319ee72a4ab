import { z } from "zod";
import { absentAs } from "./absence.ts";
import { Moment } from "./moments.ts";

/** The most rows that one page carries. */
const countMax = 100;

/** The query of every list. Page 1 has the oldest rows, so that a page never changes its start. */
export const PageQuery = z.strictObject({
  page: absentAs(
    "page_is_null",
    z
      .int({ error: "expected an integer of at least 1" })
      .min(1, { error: "expected an integer of at least 1" })
      .max(1_000_000_000, { error: "expected an integer of at most 1000000000" })
      .meta({ description: "The page, from 1 on", examples: [1] }),
  ),
  count: absentAs(
    "count_is_null",
    z
      .int({ error: `expected an integer from 1 to ${countMax}` })
      .min(1, { error: `expected an integer from 1 to ${countMax}` })
      .max(countMax, { error: `expected an integer from 1 to ${countMax}` })
      .meta({ description: "Rows a page", examples: [20] }),
  ),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** The query of a list that can be cut down to a time; pages and total are then of what is left. */
export const TimedPageQuery = PageQuery.extend({
  created_from: Moment.optional().describe("Only what was made then or later; RFC 3339, UTC"),
  created_to: Moment.optional().describe("Only what was made before; RFC 3339, UTC"),
});

/** The field by which a list is cut down to one state; pages and total are then of what is left. */
export function inState<Status extends z.ZodType>(status: Status) {
  return { status: status.optional().describe("Only what is in this state") };
}

/** A page of a list: its rows, and how many rows the whole list has. */
export function page<Item extends z.ZodType>(item: Item) {
  return z.strictObject({
    items: z.array(item),
    page: z.int().min(1),
    count: z.int().min(1).max(countMax),
    total: z.int().min(0),
  });
}
export interface Page<Item> {
  items: Item[];
  page: number;
  count: number;
  total: number;
}
