import type { Mat } from '../matrix/mat.ts';
import type { Attributes } from '../tape/tape.ts';
import type { Bindings, OpPattern } from './pattern.ts';

/**
 * What a rule promises of its result against the original: `exact`, the same bits; `reassociated`, within 1e-13 of the sum of
 * absolute terms; `stabilized`, within 1e-12 where the original is well conditioned, and finite wherever the exact value is.
 */
export type Law = 'exact' | 'reassociated' | 'stabilized';

/** An expression and what it becomes; `when` asks what a pattern cannot say. */
export interface Rule {
  readonly name: string;
  readonly law: Law;
  readonly match: OpPattern;
  readonly when?: (bound: Bindings, attributes: Attributes) => boolean;
  readonly become: (bound: Bindings, attributes: Attributes) => Mat;
}
