import type { DecodeError } from '@adjoint/core';
import { decoded, refusal, section } from '../data/section.ts';
import type { Either } from '../either.ts';
import { requireOptions } from '../requireOptions.ts';
import { listed } from './differences.ts';
import { readKept, remedy, writeKept } from './keptFile.ts';
import { architectureDifferences, type KeepOptions, type ReadOptions } from './model.ts';
import { requireFiniteParameters } from './requireFinite.ts';

/**
 * A training state as one file (safetensors): a tree of plain objects and arrays whose leaves are matrices, typed arrays, numbers (NaN, Infinity and -0
 * too), text, booleans, null, undefined and `random` sources. `decodeState` gives the same tree, bit for bit.
 * @throws ArgumentError on any other leaf, and for `parameters` that are not finite, unless { nonFinite: 'allow' }
 */
export function encodeState(state: unknown, options: KeepOptions = {}): Uint8Array {
  requireOptions('encodeState', options, remedy);
  const { architecture, nonFinite = 'refuse' } = options;
  const bytes = writeKept('encodeState', { kind: 'state', value: state, architecture }); // refuses a state that holds itself
  if (nonFinite !== 'allow') requireFiniteParameters('encodeState', state);
  return bytes;
}

/**
 * The state in a file that `encodeState` made. Left for a file that is damaged, of another version, or of another architecture: the message says
 * what differs. The type S is the caller's word: whoever goes on from a state checks that it fits.
 */
export const decodeState = <S = unknown>(bytes: Uint8Array, source: string, options: ReadOptions = {}): Either<DecodeError, S> => {
  requireOptions('decodeState', options, remedy);
  return decoded(() => {
    const file = section(bytes, source);
    const kept = readKept(file);
    if (kept.kind !== 'state') throw refusal(file, 0, 'a training state', 'the parameters of a model. Read it with decodeModel');
    const differences = architectureDifferences(kept, options.architecture);
    if (differences.length > 0) throw refusal(file, 0, 'a state of this architecture', `another: ${listed(differences)}`);
    return kept.value as S;
  });
};
