import { type NamedShape, ShapeError } from '../errors.ts';

/** Rows and columns, both at least 1, with the label of what has them. */
export type Shape = NamedShape;

export const sameShape = (a: Shape, b: Shape): boolean => a.rows === b.rows && a.columns === b.columns;
export const sizeOf = ({ rows, columns }: Shape): number => rows * columns;

const whole = (n: unknown): n is number => Number.isSafeInteger(n) && (n as number) >= 1;
const mostEntries = 2 ** 32; // of one matrix
/** Refuses sizes that are not whole numbers of at least 1. */
export function checkSizes(op: string, rows: number, columns: number): void {
  if (whole(rows) && whole(columns) && rows * columns <= mostEntries) return;
  throw new ShapeError(op, [{ rows, columns }], `sizes are whole numbers of at least 1, ${whatIsWrong(rows, columns)}`);
}

function whatIsWrong(rows: unknown, columns: unknown): string {
  if (whole(rows) && whole(columns)) return 'and their product at most 2^32. Work on a part at a time';
  const [name, size] = whole(rows) ? (['columns', columns] as const) : (['rows', rows] as const);
  if (size === undefined) return `but ${name} is missing`;
  if (Array.isArray(size)) return `but ${name} is an array. Write the sizes as two numbers, not as [rows, columns]`;
  if (typeof size === 'string') return `but ${name} is a string. Convert it with Number(text)`;
  if (size === 0) return `but ${name} is 0. There are no empty matrices: leave out what is empty`;
  const isFraction = typeof size === 'number' && Number.isFinite(size) && !Number.isInteger(size);
  return `but ${name} is ${String(size)}${isFraction ? '. Round it with Math.floor, Math.ceil or Math.round' : ''}`;
}
