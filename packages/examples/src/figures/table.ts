import { styleText } from 'node:util';

/** Rows of cells as aligned lines, the first column to the left, the others to the right, under a dim heading. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string =>
    `  ${cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('   ')}`;
  return [styleText('dim', line(heading)), ...rows.map((row) => line(row).trimEnd())].join('\n');
}
