import { NativeSelect } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

/** A choice that is kept in the address; the page begins anew with it. */
export function Choice<Value extends string>({
  name,
  label,
  values,
}: {
  readonly name: string;
  readonly label: string;
  readonly values: readonly Value[];
}) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  return (
    <NativeSelect
      label={label}
      value={search.get(name) ?? ""}
      onChange={({ currentTarget: { value } }) => setSearch(value === "" ? {} : { [name]: value })}
      data={[{ value: "", label: t("all") }, ...values.map((value) => ({ value, label: value }))]}
    />
  );
}

/** What was chosen, if it is one of the values. */
export function useChoice<Value extends string>(
  name: string,
  values: readonly Value[],
): Value | undefined {
  const [search] = useSearchParams();
  return values.find((value) => value === search.get(name));
}
