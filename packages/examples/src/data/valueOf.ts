import type { DecodeError } from '@adjoint/core';

type Decoded<A> = { readonly _tag: 'Left'; readonly left: DecodeError } | { readonly _tag: 'Right'; readonly right: A };

/** The value that was read. @throws DecodeError, which the command line prints as one line */
export function valueOf<A>(decoded: Decoded<A>): A {
  if (decoded._tag === 'Left') throw decoded.left;
  return decoded.right;
}
