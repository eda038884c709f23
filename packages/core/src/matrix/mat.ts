import type { Matrix } from './mlMatrix.ts';
import { AdjointError } from '../errors.ts';

/**
 * A matrix of R rows and C columns, concrete or recorded: what makers, ops and transforms take and return.
 * Immutable; every reader copies. `number` is a size known at run time only.
 * Readers of a recorded value give its numbers under `grad` of concrete arguments and throw `RecordingError` under `compile`.
 */
export interface Mat<R extends number = number, C extends number = number> {
  readonly rows: R;
  readonly columns: C;
  /** shown by `print` and in errors; see `named` */
  readonly label: string | undefined;
  /** the number in row i and column j, counted from 0 */
  at(i: number, j: number): number;
  toArray(): number[][];
  /** row by row */
  toFloat64Array(): Float64Array;
  toMatrix(): Matrix;
  toJSON(): number[][];
  toString(): string;
}
export type Scalar = Mat<1, 1>;

/** Numbers are accepted wherever a scalar is. */
export type Operand<R extends number, C extends number> = Mat<R, C> | number;

/** What concrete and recorded matrices have in common: `x * 2` and `x > y` throw instead of giving NaN or false. */
export abstract class MatBase {
  static {
    // what Node's console asks an object for
    Object.defineProperty(this.prototype, Symbol.for('nodejs.util.inspect.custom'), {
      value(this: MatBase) {
        return this.toString();
      },
    });
  }
  abstract toArray(): number[][];
  abstract toString(): string;
  toJSON(): number[][] {
    return this.toArray();
  }
  [Symbol.toPrimitive](hint: string): string {
    if (hint === 'string') return this.toString();
    const message =
      'A matrix is not a number: write add(x, y), mul(x, 2), greater(x, y) for x + y, x * 2, x > y, and item(s) for the number in a 1x1 matrix';
    throw AdjointError.atCaller(new TypeError(message));
  }
}

/** Whether x is a matrix, concrete or recorded. */
export const isMat = (x: unknown): x is Mat => x instanceof MatBase;

/**
 * `Yes` when A and B may be the same size: an unknown size may be any, a union (2 | 3) counts as unknown.
 * The order of the questions is the point: asked this way, and never of a naked type parameter, the checker
 * accepts callers that are generic over sizes (K against K, K against number).
 */
export type Fits<A extends number, B extends number, Yes, No> = number extends A
  ? Yes
  : number extends B
    ? Yes
    : [A] extends [B]
      ? Yes
      : [B] extends [A]
        ? Yes
        : No;

/** `Yes` when A and B may broadcast: they fit, or one of them is 1 */
export type Broadcasts<A extends number, B extends number, Yes, No> = number extends A
  ? Yes
  : number extends B
    ? Yes
    : [A] extends [1]
      ? Yes
      : [B] extends [1]
        ? Yes
        : [A] extends [B]
          ? Yes
          : [B] extends [A]
            ? Yes
            : No;

/** 1 and n give n; n and n give n; unknown and n give n (it must be 1 or n); unknown and 1 give unknown. */
export type Broadcast<A extends number, B extends number> = [A | B] extends [1]
  ? A & B
  : [A] extends [1]
    ? [B] extends [1]
      ? A & B
      : B
    : [B] extends [1]
      ? A
      : A & B;

export type Text<N extends number> = number extends N ? '?' : `${N}`;
export type ShapeText<R extends number, C extends number> = `${Text<R>}x${Text<C>}`;
