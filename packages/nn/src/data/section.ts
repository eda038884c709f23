import { ArgumentError, DecodeError } from '@adjoint/core';
import { type Either, left, right, type TaskEither } from '../either.ts';

/** Bytes that are being read, with what an error message needs to say where they lie. */
export interface Section {
  /** the file's name in messages */
  readonly source: string;
  /** put before `byte 132` in messages: empty for the file itself */
  readonly within: string;
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** nobody else sees these bytes, so what reads them may use their memory */
  readonly owned: boolean;
}

/** The name of a file in messages, whatever was given as one. */
export const sourceText = (source: unknown): string => String(source ?? 'a file');

export function section(bytes: Uint8Array, name: string, within = '', owned = false): Section {
  const source = sourceText(name);
  if (!(bytes instanceof Uint8Array))
    throw new ArgumentError(`${source}: expected its bytes, a Uint8Array, got ${typeof bytes}. In Node give readFileSync(path)`);
  const { buffer, byteOffset, byteLength } = bytes;
  // plain bytes: the slice of Node's Buffer shares memory
  return {
    source,
    within,
    owned,
    bytes: new Uint8Array(buffer, byteOffset, byteLength),
    view: new DataView(buffer, byteOffset, byteLength),
  };
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

/** The same for what is read by and by. */
export const decodedLater =
  <A>(read: () => Promise<A>): TaskEither<DecodeError, A> =>
  async () => {
    try {
      return right(await read());
    } catch (error) {
      if (error instanceof DecodeError) return left(error);
      throw error;
    }
  };
