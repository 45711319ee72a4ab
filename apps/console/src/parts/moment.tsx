import { useTranslation } from "react-i18next";

/** A time, in the reader's own zone and manner. */
export function Moment({ at }: { readonly at: string | null }) {
  const { i18n } = useTranslation();
  if (at === null) return <span>–</span>;
  const format = new Intl.DateTimeFormat(i18n.language, {
    dateStyle: "short",
    timeStyle: "medium",
    hourCycle: "h23",
  });
  return (
    <time dateTime={at} title={at}>
      {format.format(new Date(at))}
    </time>
  );
}
