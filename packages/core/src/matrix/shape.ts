import { type NamedShape, ShapeError } from '../errors.ts';

/** Rows and columns, both at least 1, with the label of what has them. */
export type Shape = NamedShape;

export const sameShape = (a: Shape, b: Shape): boolean => a.rows === b.rows && a.columns === b.columns;
export const sizeOf = ({ rows, columns }: Shape): number => rows * columns;

const whole = (n: number): boolean => Number.isSafeInteger(n) && n >= 1;
/** Refuses sizes that are not whole numbers of at least 1. */
export function checkSizes(op: string, rows: number, columns: number): void {
  if (whole(rows) && whole(columns) && Number.isSafeInteger(rows * columns)) return;
  throw new ShapeError(op, [{ rows, columns }], 'sizes are whole numbers of at least 1');
}
