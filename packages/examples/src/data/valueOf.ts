import type { DecodeError } from '@adjoint/core';
import type { Either } from '../either.ts';

/** The value that was read. @throws DecodeError, which the command line prints as one line */
export function valueOf<A>(decoded: Either<DecodeError, A>): A {
  if (decoded._tag === 'Left') throw decoded.left;
  return decoded.right;
}
