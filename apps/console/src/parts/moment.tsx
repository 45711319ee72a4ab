import { useTranslation } from "react-i18next";

const toTheSecond = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
} as const satisfies Intl.DateTimeFormatOptions;

/** A time in the reader's own zone and manner; `isExact` to the millisecond. */
export function Moment({
  at,
  isExact = false,
}: {
  readonly at: string | null;
  readonly isExact?: boolean;
}) {
  const { i18n } = useTranslation();
  if (at === null) return <span>–</span>;
  const options = isExact ? { ...toTheSecond, fractionalSecondDigits: 3 as const } : toTheSecond;
  const format = new Intl.DateTimeFormat(i18n.language, options);
  return (
    <time dateTime={at} title={at}>
      {format.format(new Date(at))}
    </time>
  );
}
