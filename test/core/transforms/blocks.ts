import type { Mat } from '@adjoint/core';
import { numbersOf, requireNear, units } from './functions.ts';

/** [output leaf][parameter leaf] */
export type Blocks = readonly (readonly Mat[])[];
export const rowOf = (x: Mat, row: number): readonly number[] => x.toArray()[row]!;
export const columnOf = (x: Mat, column: number): readonly number[] => x.toArray().map((row) => row[column]!);

/** @throws unless row r of the blocks is what a reverse pass of output entry r gives, and column c what a forward pass of parameter entry c */
export function requireRowsAndColumns(
  blocks: Blocks,
  outputs: readonly Mat[],
  parameters: readonly Mat[],
  pull: (g: readonly Mat[]) => readonly Mat[],
  push: (v: readonly Mat[]) => readonly Mat[],
): void {
  units(outputs).forEach((unit) => {
    const output = unit.findIndex((g) => numbersOf([g]).includes(1));
    const row = numbersOf([unit[output]!]).indexOf(1);
    pull(unit).forEach((g, parameter) => requireNear(rowOf(blocks[output]![parameter]!, row), numbersOf([g])));
  });
  units(parameters).forEach((unit) => {
    const parameter = unit.findIndex((v) => numbersOf([v]).includes(1));
    const column = numbersOf([unit[parameter]!]).indexOf(1);
    push(unit).forEach((t, output) => requireNear(columnOf(blocks[output]![parameter]!, column), numbersOf([t])));
  });
}
