import { ArgumentError } from '../errors.ts';
import { isDense, relabelled } from '../matrix/denseMatrix.ts';
import type { Mat } from '../matrix/mat.ts';
import { kindOf } from '../matrix/tree.ts';
import { isRecorded, requireOpen } from './recorder.ts';

/** x under a label that `print`, errors and anomaly reports show. The first label of a recorded value stays. */
export function named<M extends Mat>(label: string, x: M): M {
  if (typeof label !== 'string')
    throw new ArgumentError(`named(label, x): the label must be a string, got ${kindOf(label)}. Write named('hidden', x)`);
  if (isRecorded(x)) {
    requireOpen('named', x);
    x.recorder.label(x, label);
    return x;
  }
  if (isDense(x)) return relabelled(x, label) as Mat as M;
  throw new ArgumentError(`named(label, x): x must be a matrix, got ${typeof x}. Write named('hidden', x)`);
}
