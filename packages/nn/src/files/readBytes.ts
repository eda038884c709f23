import { DecodeError } from '@adjoint/core';
import { left, right, type Either, type TaskEither } from '../either.ts';
import { type FileSystem, fileSystem } from './fileSystem.ts';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'nothing of that name',
  EISDIR: 'a folder',
  EACCES: 'a file that may not be read',
};

/** The DecodeError for a file that the system does not let us read. */
export function unreadable(path: string, error: unknown): DecodeError {
  const { code } = (error ?? {}) as { readonly code?: string };
  return new DecodeError({ source: path, place: 'file', expected: 'a file that can be read', found: reasons[code ?? ''] ?? String(error) });
}

/** The bytes of a file. */
export const readBytes =
  (path: string, files: FileSystem = fileSystem): TaskEither<DecodeError, Uint8Array> =>
  async () => {
    try {
      return right(await files.read(path));
    } catch (error) {
      return left(unreadable(path, error));
    }
  };

/** What a decoder makes of the bytes of a file; the path is its name in messages. */
export const readWith =
  <A>(
    path: string,
    decode: (bytes: Uint8Array, source: string) => Either<DecodeError, A>,
    files?: FileSystem,
  ): TaskEither<DecodeError, A> =>
  async () => {
    const bytes = await readBytes(path, files)();
    return bytes._tag === 'Left' ? bytes : decode(bytes.right, path);
  };
