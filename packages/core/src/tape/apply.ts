import { ArgumentError } from '../errors.ts';
import { DenseMatrix } from '../matrix/denseMatrix.ts';
import { isMat, type Mat } from '../matrix/mat.ts';
import { kindOf } from '../matrix/tree.ts';
import { compute } from './compute.ts';
import { youngestRecorder } from './recorder.ts';
import type { Attributes, Op } from './tape.ts';

const none: Attributes = {};

/** Applies an op: computes it when all operands are concrete, else appends it to the youngest of their recorders. */
export function apply<A extends Attributes = Attributes>(op: Op<A>, xs: readonly Mat[], attributes: A = none as A): Mat {
  const recorder = youngestRecorder(op.name, xs);
  if (recorder !== undefined)
    return recorder.append(
      op,
      xs.map((x) => recorder.lift(x)),
      attributes,
    );
  return compute(op, xs as readonly DenseMatrix[], attributes, op.shape(xs, attributes));
}

/**
 * Operands as matrices of one recording: numbers become 1x1, and when one operand is recorded the others are
 * lifted beside it. To be asked before broadcasting, or a broadcast number would stand on the tape at full size.
 */
export function operands(asker: string, xs: readonly unknown[]): readonly Mat[] {
  const matrices = xs.map((x, index) => asMatrix(asker, x, index));
  const recorder = youngestRecorder(asker, matrices);
  return recorder === undefined ? matrices : matrices.map((x) => recorder.lift(x));
}

function asMatrix(asker: string, x: unknown, index: number): Mat {
  if (isMat(x)) return x;
  if (typeof x === 'number') return new DenseMatrix(1, 1, Float64Array.of(x));
  const isList = Array.isArray(x) || ArrayBuffer.isView(x);
  const remedy = isList
    ? 'make a matrix of it with matrix(rows) or matrix.of(rows, columns, values)'
    : x instanceof Promise
      ? 'await it before the call'
      : x === undefined
        ? 'is an argument missing? Pass a matrix, or a number for a 1x1 matrix'
        : 'pass a matrix, or a number for a 1x1 matrix';
  throw new ArgumentError(`${asker}: argument ${index} is ${kindOf(x)}: ${remedy}`);
}
