import { ArgumentError, DecodeError } from '@adjoint/core';
import { type Either, left, right } from '../either.ts';

/** Bytes that are being read, with what an error message needs to say where they lie. */
export interface Section {
  /** the file's name in messages */
  readonly source: string;
  /** put before `byte 132` in messages: empty for the file itself */
  readonly within: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

export function section(bytes: Uint8Array, source: string, within = ''): Section {
  if (!(bytes instanceof Uint8Array))
    throw new ArgumentError(
      `${source ?? 'a file'}: expected its bytes, a Uint8Array, got ${typeof bytes}. In Node give readFileSync(path)`,
    );
  return { source, within, bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
}

/** The error for what stands at `offset`. */
export const refusal = ({ source, within }: Section, offset: number, expected: string, found: string): DecodeError =>
  new DecodeError({ source, place: `${within}byte ${offset}`, expected, found });

/** The value read, or the DecodeError that reading threw. */
export function decoded<A>(read: () => A): Either<DecodeError, A> {
  try {
    return right(read());
  } catch (error) {
    if (error instanceof DecodeError) return left(error);
    throw error;
  }
}
