import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A matrix on its way between processes: numbers row by row. */
export interface Table {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}
export type Tables = Readonly<Record<string, Table>>;
type Sizes = readonly (readonly [name: string, rows: number, columns: number])[];

/** Writes `name.json` (names and sizes) and `name.f64` (the numbers, one table after the other). */
export function writeTables(folder: string, name: string, tables: Tables): void {
  const sizes: Sizes = Object.entries(tables).map(([key, { rows, columns }]) => [key, rows, columns]);
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(sizes));
  const all = Object.values(tables).map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  writeFileSync(join(folder, `${name}.f64`), Buffer.concat(all));
}

/** Reads what `writeTables` wrote, here or in Python. */
export function readTables(folder: string, name: string): Tables {
  const sizes = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Sizes;
  const bytes = readFileSync(join(folder, `${name}.f64`));
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  let at = 0;
  return Object.fromEntries(
    sizes.map(([key, rows, columns]) => {
      const table: Table = { rows, columns, values: values.slice(at, at + rows * columns) };
      at += rows * columns;
      return [key, table];
    }),
  );
}

/**
 * The largest difference, in units of the largest entry of the expected table it is in.
 * @throws Error when names or sizes differ; NaN anywhere gives NaN
 */
export function differenceOf(found: Tables, expected: Tables): number {
  const names = Object.keys(expected);
  if (names.join() !== Object.keys(found).join()) throw new Error(`expected ${names.join()}, got ${Object.keys(found).join()}`);
  return Math.max(...names.map((name) => tableDifference(name, found[name]!, expected[name]!)));
}

function tableDifference(name: string, found: Table, expected: Table): number {
  if (found.rows !== expected.rows || found.columns !== expected.columns || found.values.length !== expected.values.length)
    throw new Error(`${name}: expected ${expected.rows}x${expected.columns}, got ${found.rows}x${found.columns}`);
  const largest = expected.values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = expected.values.reduce((most, value, i) => Math.max(most, Math.abs(value - found.values[i]!)), 0);
  return difference === 0 ? 0 : difference / largest;
}
