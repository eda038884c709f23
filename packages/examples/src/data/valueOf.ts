import type { Decoded } from './mnist.ts';

/** The value that was read. @throws DecodeError, which the command line prints as one line */
export function valueOf<A>(decoded: Decoded<A>): A {
  if (decoded._tag === 'Left') throw decoded.left;
  return decoded.right;
}
