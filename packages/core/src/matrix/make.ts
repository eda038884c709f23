import { ArgumentError, ShapeError } from '../errors.ts';
import { DenseMatrix } from './denseMatrix.ts';
import { type Fits, isMat, type Mat, type Scalar, type ShapeText } from './mat.ts';
import { AbstractMatrix } from './mlMatrix.ts';
import { checkSizes } from './shape.ts';
import { kindOf } from './tree.ts';

type Rows = readonly (readonly number[])[];
type FirstLength<R extends Rows> = R extends readonly [infer F extends readonly number[], ...unknown[]] ? F['length'] : number;
type Even<R extends Rows> = {
  readonly [I in keyof R]: Fits<
    R[I]['length'],
    FirstLength<R>,
    R[I],
    `matrix: this row has ${R[I]['length']} numbers, the first has ${FirstLength<R>}`
  >;
};

/** Makes matrices of given numbers. */
export interface MatrixMaker {
  /** From rows (their sizes become the type's) or from ml-matrix. @throws ShapeError when rows differ in length */
  <const R extends Rows = Rows>(rows: Even<R> | AbstractMatrix): Mat<R['length'], FirstLength<R>>;
  /** From numbers row by row, copied. @throws ShapeError unless there are rows · columns of them */
  of<R extends number, C extends number>(rows: R, columns: C, values: Float64Array | readonly number[]): Mat<R, C>;
}

function fromRows(rows: Rows | AbstractMatrix): Mat {
  const lists: Rows = AbstractMatrix.isMatrix(rows) ? rows.to2DArray() : rows;
  if (!Array.isArray(lists) || !lists.every((row) => Array.isArray(row))) {
    throw new ArgumentError(
      `matrix: expected rows of numbers, as in matrix([[1, 2], [3, 4]]), or an ml-matrix Matrix, got ${notRows(lists)}`,
    );
  }
  const columns = lists[0]?.length ?? 0;
  checkSizes('matrix', lists.length, columns);
  const uneven = lists.findIndex((row) => row.length !== columns);
  if (uneven >= 0)
    throw new ShapeError(
      'matrix',
      [{ rows: lists.length, columns }],
      `row ${uneven} has ${lists[uneven]!.length} numbers, the first has ${columns}`,
    );
  return new DenseMatrix(
    lists.length,
    columns,
    checkedNumbers(
      'matrix',
      lists.flatMap((row) => Array.from(row)),
    ),
  );
}

/** What was given instead of rows, and what to write. */
function notRows(x: unknown): string {
  if (isMat(x)) return `${kindOf(x)}. Use it as it is`;
  if (typeof x === 'number') return `${kindOf(x)}. Write scalar(v)`;
  if (ArrayBuffer.isView(x)) return 'a typed array. Write matrix.of(rows, columns, Float64Array.from(values))';
  if (!Array.isArray(x)) return kindOf(x);
  const row: unknown = x.find((each) => !Array.isArray(each));
  if (typeof row === 'number')
    return 'an array of numbers. Write matrix([values]) for one row, matrix.of(rows, columns, values) for several';
  return ArrayBuffer.isView(row) ? 'typed arrays. Write matrix(rows.map((row) => Array.from(row)))' : `an array that holds ${kindOf(row)}`;
}

function checkedNumbers(maker: string, values: Float64Array | readonly number[]): Float64Array {
  if (values instanceof Float64Array) return values.slice();
  const bad = values.findIndex((value) => typeof value !== 'number');
  if (bad >= 0) {
    const found: unknown = values[bad];
    const what = typeof found === 'object' || found === undefined ? kindOf(found) : `a ${typeof found}`;
    throw new ArgumentError(
      `${maker}: entry ${bad} is ${what}, not a number. ${Array.isArray(found) ? 'Write matrix(rows) for rows' : 'Convert it with Number(v), or put NaN there'}`,
    );
  }
  return Float64Array.from(values);
}

function fromNumbers<R extends number, C extends number>(rows: R, columns: C, values: Float64Array | readonly number[]): Mat<R, C> {
  checkSizes('matrix.of', rows, columns);
  if (!(values instanceof Float64Array) && !Array.isArray(values)) {
    throw new ArgumentError(
      `matrix.of: expected a Float64Array or an array of numbers, got ${ArrayBuffer.isView(values) ? (values as object).constructor.name : kindOf(values)}. Convert other typed arrays with Float64Array.from(values)`,
    );
  }
  const numbers = checkedNumbers('matrix.of', values);
  if (values.length !== rows * columns)
    throw new ShapeError('matrix.of', [{ rows, columns }], `needs ${rows * columns} numbers, got ${values.length}`);
  return new DenseMatrix(rows, columns, numbers);
}

export const matrix: MatrixMaker = Object.assign(fromRows as MatrixMaker, { of: fromNumbers });

/** Every entry v. */
export const full = <R extends number, C extends number>(rows: R, columns: C, v: number): Mat<R, C> => filled('full', rows, columns, v);
/** Every entry 0. */
export const zeros = <R extends number, C extends number>(rows: R, columns: C): Mat<R, C> => filled('zeros', rows, columns, 0);
/** Every entry 1. */
export const ones = <R extends number, C extends number>(rows: R, columns: C): Mat<R, C> => filled('ones', rows, columns, 1);
/** The number v as a 1x1 matrix. */
export const scalar = (v: number): Scalar => filled('scalar', 1, 1, v);

function filled<R extends number, C extends number>(maker: string, rows: R, columns: C, v: number): Mat<R, C> {
  checkSizes(maker, rows, columns);
  requireNumber(maker, v);
  return new DenseMatrix(rows, columns, new Float64Array(rows * columns).fill(v));
}
function requireNumber(maker: string, v: unknown): void {
  if (typeof v === 'number') return;
  throw new ArgumentError(
    `${maker}: expected a number, got ${kindOf(v)}. ${isMat(v) ? 'Use the matrix as it is' : 'Convert it with Number(v)'}`,
  );
}

/** 1 on the diagonal, 0 elsewhere. */
export function identity<N extends number>(n: N): Mat<N, N> {
  checkSizes('identity', n, n);
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i += 1) values[i * n + i] = 1;
  return new DenseMatrix(n, n, values);
}

/** n numbers in one row, evenly spaced, both ends included (NumPy's linspace). */
export function linspace<N extends number>(from: number, to: number, n: N): Mat<1, N> {
  checkSizes('linspace', 1, n);
  requireNumber('linspace', from);
  requireNumber('linspace', to);
  const step = (to - from) / (n - 1);
  const values = Float64Array.from({ length: n }, (_, i) => (i === 0 ? from : i === n - 1 ? to : from + i * step));
  return new DenseMatrix(1, n, values);
}

/** x itself, its sizes checked once and known to the type from then on. @throws ShapeError when they differ */
export function shaped<R extends number, C extends number, A extends number, B extends number>(
  x: Fits<
    A,
    R,
    Fits<B, C, Mat<A, B>, `shaped: a ${ShapeText<A, B>} matrix is not ${ShapeText<R, C>}`>,
    `shaped: a ${ShapeText<A, B>} matrix is not ${ShapeText<R, C>}`
  >,
  rows: R,
  columns: C,
): Mat<R, C> {
  const given = x as Mat;
  if (!isMat(given)) throw new ArgumentError(`shaped: expected a matrix, got ${kindOf(given)}`);
  if (given.rows !== rows || given.columns !== columns) {
    const hint = given.rows === columns && given.columns === rows ? '. Did you mean transpose(x)?' : '';
    throw new ShapeError('shaped', [given], `the matrix is not ${rows}x${columns}${hint}`);
  }
  return given as Mat<R, C>;
}
