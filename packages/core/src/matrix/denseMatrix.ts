import { ArgumentError, ShapeError } from '../errors.ts';
import { isMat, type Mat, MatBase } from './mat.ts';
import { Matrix } from './mlMatrix.ts';
import { kindOf } from './tree.ts';

let read: (x: DenseMatrix) => Float64Array;

/** A concrete matrix: row-major, contiguous, immutable. */
export class DenseMatrix<R extends number = number, C extends number = number> extends MatBase implements Mat<R, C> {
  // behind getters, so that x.rows = 3 throws
  readonly #rows: R;
  readonly #columns: C;
  readonly #label: string | undefined;
  readonly #values: Float64Array;
  static {
    read = (x) => x.#values;
  }
  /** Takes `values` over: whoever calls gives up writing into them. */
  constructor(rows: R, columns: C, values: Float64Array, label?: string) {
    super();
    this.#rows = rows;
    this.#columns = columns;
    this.#values = values;
    this.#label = label;
  }
  get rows(): R {
    return this.#rows;
  }
  get columns(): C {
    return this.#columns;
  }
  get label(): string | undefined {
    return this.#label;
  }
  at(i: number, j: number): number {
    const inside = Number.isInteger(i) && Number.isInteger(j) && i >= 0 && i < this.rows && j >= 0 && j < this.columns;
    if (!inside)
      throw new ShapeError(
        'at',
        [this],
        `row ${i}, column ${j} lies outside the matrix (both count from 0). Rows are 0 to ${this.rows - 1}, columns 0 to ${this.columns - 1}`,
      );
    return this.#values[i * this.columns + j]!;
  }
  override toArray(): number[][] {
    return Array.from({ length: this.rows }, (_, i) => Array.from(this.#values.subarray(i * this.columns, (i + 1) * this.columns)));
  }
  toFloat64Array(): Float64Array {
    return this.#values.slice();
  }
  toMatrix(): Matrix {
    return new Matrix(this.toArray());
  }
  override toString(): string {
    return textOf(this, this.#values);
  }
}

/** The numbers themselves, not a copy: for kernels and the engine, who only read them. */
export const valuesOf = (x: DenseMatrix): Float64Array => read(x);

/** Whether x is a concrete matrix, whose numbers are there. */
export const isDense = (x: unknown): x is DenseMatrix => x instanceof DenseMatrix;

/** A copy under a label. */
export const relabelled = <R extends number, C extends number>(x: DenseMatrix<R, C>, label: string): DenseMatrix<R, C> =>
  new DenseMatrix(x.rows, x.columns, valuesOf(x), label);

export function requireDense(x: unknown, asker: string): DenseMatrix {
  if (isDense(x)) return x;
  if (isMat(x))
    throw new ArgumentError(`${asker}: expected a matrix of numbers, got a recorded one. Call ${asker} outside grad, record and compile`);
  const remedy = typeof x === 'number' ? 'Wrap it with scalar(v)' : 'Make one with matrix(rows) or matrix.of(rows, columns, values)';
  throw new ArgumentError(`${asker}: expected a matrix, got ${kindOf(x)}. ${remedy}`);
}

const shown = 6;
/** Indices to show of n; -1 stands for those left out. */
const some = (n: number): readonly number[] => (n <= shown ? Array.from({ length: n }, (_, i) => i) : [0, 1, 2, -1, n - 2, n - 1]);
function textOf({ rows, columns }: DenseMatrix, values: Float64Array): string {
  const cell = (i: number, j: number) => (i < 0 || j < 0 ? '…' : String(Number(values[i * columns + j]!.toPrecision(6))));
  const lines = some(rows).map((i) => some(columns).map((j) => cell(i, j)));
  const width = Math.max(...lines.flat().map((text) => text.length));
  return `Mat ${rows}x${columns}\n${lines.map((line) => `  ${line.map((text) => text.padStart(width)).join('  ')}`).join('\n')}`;
}
