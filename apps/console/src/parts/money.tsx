import { useTranslation } from "react-i18next";

/** An amount of minor units, as people write it. */
export function Money({
  amount,
  currency,
}: {
  readonly amount: number;
  readonly currency: string;
}) {
  const { i18n } = useTranslation();
  return <span className="figures">{formatMoney(amount, currency, i18n.language)}</span>;
}

function formatMoney(amount: number, currency: string, language: string): string {
  const format = new Intl.NumberFormat(language, { style: "currency", currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  // By its digits: divided by a hundred the largest amounts would lose some.
  const text = String(Math.abs(amount)).padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const decimal = `${amount < 0 ? "-" : ""}${whole}.${text.slice(text.length - digits)}`;
  // A number written out, which Intl takes and whose type does not say so.
  return format.format(decimal as `${number}`);
}
