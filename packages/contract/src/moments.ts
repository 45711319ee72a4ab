import { z } from "zod";

// The whole rule stands in one pattern, so that the document says all of it, without what some
// languages' patterns lack (lookahead) or read otherwise (\d in Python).

const monthAndDay =
  "(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))";
const fourth = "(?:0[48]|[2468][048]|[13579][26])";

const year = "(?:[0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)";
const leapDay = `(?:[0-9]{2}${fourth}|${fourth}00)-02-29`;
const clock = "(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]";
const moment = new RegExp(`^(?:${leapDay}|${year}-${monthAndDay})T${clock}(?:\\.[0-9]{1,43})?Z$`);

const expectedMoment = "expected a time as RFC 3339 has it, in UTC, from the year 1 on";

/** A moment that a caller names. The database knows no year 0000, nor times of any length. */
export const Moment = z
  .string({ error: expectedMoment })
  .regex(moment, { error: expectedMoment })
  .meta({ format: "date-time" });

const leapDayFrom2000 = `(?:[2-9][0-9]${fourth}|(?:[2468][048]|[3579][26])00)-02-29`;
const dayFrom2000 = new RegExp(`^(?:${leapDayFrom2000}|[2-9][0-9]{3}-${monthAndDay})$`);

const expectedDay = "expected a day, YYYY-MM-DD, from 2000-01-01 on";

/** A day that a channel can have records of. */
export const Day = z
  .string({ error: expectedDay })
  .regex(dayFrom2000, { error: expectedDay })
  .meta({ format: "date" });
