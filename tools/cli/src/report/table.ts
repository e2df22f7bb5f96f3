/**
 * Rows as lines with aligned columns, each under its name. Control characters are left out: names that other organisations
 * chose must not steer the terminal.
 */
export function tableLines<Row>(
  columns: Readonly<Record<string, (row: Row) => string>>,
  rows: readonly Row[],
): string[] {
  const heading = Object.keys(columns);
  const cells = rows.map((row) => Object.values(columns).map((cellOf) => cellOf(row)));
  const all = [heading, ...cells].map((row) => row.map((cell) => cell.replaceAll(/\p{Cc}/gu, '')));
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  return all.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
}
