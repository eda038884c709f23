import type { Branch, DecodeError, Tree } from '@adjoint/core';
import type { Json } from '../data/json.ts';
import { decoded, refusal, section } from '../data/section.ts';
import type { Either } from '../either.ts';
import { requireOptions } from '../requireOptions.ts';
import { formDifferences, inOrderOf, jsonDifferences, listed } from './differences.ts';
import { type Kept, readKept, remedy, writeKept } from './keptFile.ts';
import { type NonFinite, requireFinite } from './requireFinite.ts';

export interface KeepOptions {
  /** anything JSON that tells this model from others of the same sizes, say { activation: 'tanh' }; compared when it is read */
  readonly architecture?: Json;
  /** 'refuse' unless given */
  readonly nonFinite?: NonFinite;
}
export interface ReadOptions {
  /** must be what the file has; not looked at unless given */
  readonly architecture?: Json;
}

/**
 * The parameters of a model as one file (safetensors, doubles, each tensor named by where it stood: `model.0.w`).
 * @throws ArgumentError for parameters that are not finite, unless { nonFinite: 'allow' }
 */
export function encodeModel<P extends Tree | Branch<P>>(parameters: P, options: KeepOptions = {}): Uint8Array {
  requireOptions('encodeModel', options, remedy);
  const { architecture, nonFinite = 'refuse' } = options;
  const bytes = writeKept('encodeModel', { kind: 'model', value: parameters, architecture }); // refuses a tree that holds itself
  if (nonFinite !== 'allow') requireFinite('encodeModel', parameters, 'parameters');
  return bytes;
}

/**
 * The parameters in a file that `encodeModel` made: a tree like `like`, say `net.initialize(random(0))`. Left for a file that is damaged, of another
 * version, or of another architecture: the message says what differs.
 */
export const decodeModel = <P extends Tree | Branch<P>>(
  bytes: Uint8Array,
  source: string,
  like: P,
  options: ReadOptions = {},
): Either<DecodeError, P> => {
  requireOptions('decodeModel', options, remedy);
  return decoded(() => {
    const file = section(bytes, source);
    const kept = readKept(file);
    if (kept.kind !== 'model') throw refusal(file, 0, 'the parameters of a model', 'a training state. Read it with decodeState');
    const differences = [...architectureDifferences(kept, options.architecture), ...formDifferences(like, kept.value, 'parameters')];
    if (differences.length > 0) throw refusal(file, 0, 'a model of this architecture', `another: ${listed(differences)}`);
    return inOrderOf(like, kept.value) as P;
  });
};

/** In what the architecture that a file tells differs from the one that is wanted, if one is. */
export const architectureDifferences = ({ architecture }: Kept, wanted: Json | undefined): readonly string[] =>
  wanted === undefined ? [] : jsonDifferences(wanted, architecture, 'architecture');
