import { Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures stand to the right. */
  readonly isFigure?: boolean;
}

/** A table that scrolls by itself where it is wider than the screen. */
export function Rows<Row>({
  label,
  columns,
  rows,
  keyOf,
}: {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string | number;
}) {
  const { t } = useTranslation();
  if (rows.length === 0) return <Text c="dimmed">{t("nothing")}</Text>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whatever scrolls must be reached by keyboard.
    <section aria-label={label} tabIndex={0} style={{ overflowX: "auto" }}>
      <Table
        striped
        highlightOnHover
        verticalSpacing="xs"
        miw={columns.length * 120}
        aria-label={label}
      >
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ name, isFigure }) => (
              <Table.Th key={name} scope="col" ta={isFigure === true ? "right" : "left"}>
                {name}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map(({ name, cell, isFigure }) => (
                <Table.Td key={name} ta={isFigure === true ? "right" : "left"}>
                  {cell(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
}
