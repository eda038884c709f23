import type { Mat } from '../matrix/mat.ts';
import type { Recorded, Recorder } from '../tape/recorder.ts';
import type { Attributes, Op } from '../tape/tape.ts';
import type { Bindings, OpPattern } from './pattern.ts';

/**
 * What a rule promises of its result against the original: `exact`, the same bits; `reassociated`, within 1e-13 of the sum of
 * absolute terms; `stabilized`, within 1e-12 where the original is well conditioned, and finite wherever the exact value is.
 */
export type Law = 'exact' | 'reassociated' | 'stabilized';

/** Whether nothing but the expression at hand reads an entry, so that it disappears when the expression is rewritten. */
export type IsReadOnce = (x: Recorded) => boolean;

/** An expression and what it becomes; `when` asks what a pattern cannot say. */
export interface Rule {
  readonly name: string;
  readonly law: Law;
  readonly match: OpPattern;
  readonly when?: (bound: Bindings, attributes: Attributes, isReadOnce: IsReadOnce) => boolean;
  readonly become: (bound: Bindings, attributes: Attributes) => Mat;
}

/** A rule that asks an op what it is instead of looking for certain ops. */
export interface StructuralRule {
  readonly name: string;
  readonly law: Law;
  readonly become: (
    recorder: Recorder,
    op: Op,
    args: readonly Recorded[],
    attributes: Attributes,
    isReadOnce: IsReadOnce,
  ) => Mat | undefined;
}
