import { randomUUID } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import { left, right, type TaskEither } from '../either.ts';
import { type FileSystem, fileSystem, type OpenFile } from './fileSystem.ts';
import { SaveError, type SaveStep } from './saveError.ts';

/**
 * Writes a file as a whole or not at all: to a temporary file in the same folder, synced, renamed, the folder synced. A process that is killed at
 * any moment leaves the old file or the new one. The folder must be there.
 */
export const writeBytes =
  (path: string, bytes: Uint8Array, files: FileSystem = fileSystem): TaskEither<SaveError, void> =>
  async () => {
    const temporary = join(dirname(path), temporaryName(basename(path)));
    const progress: Progress = { step: 'open', file: undefined };
    try {
      await writeThrough(temporary, path, bytes, files, progress);
      return right(undefined);
    } catch (error) {
      await progress.file?.close().catch(() => {}); // what failed first is what is told
      if (progress.step !== 'sync the folder') await files.remove(temporary).catch(() => {});
      return left(new SaveError(path, progress.step, error));
    }
  };

interface Progress {
  step: SaveStep;
  /** while it is open */
  file: OpenFile | undefined;
}

async function writeThrough(temporary: string, path: string, bytes: Uint8Array, files: FileSystem, progress: Progress): Promise<void> {
  const file = await files.create(temporary);
  progress.file = file;
  progress.step = 'write';
  for (let at = 0; at < bytes.length;) {
    const written = await file.write(bytes.subarray(at));
    if (written <= 0) throw new Error(`nothing more is written after ${at} of ${bytes.length} bytes`);
    at += written;
  }
  progress.step = 'sync';
  await file.sync();
  progress.step = 'close';
  progress.file = undefined;
  await file.close();
  progress.step = 'rename';
  await files.rename(temporary, path);
  progress.step = 'sync the folder';
  await files.syncFolder(dirname(path));
}

const temporaryName = (name: string): string => `.${name}.${process.pid}-${randomUUID()}.tmp`;
const TEMPORARY = /^\.(.+)\.(\d+)-[0-9a-f-]{36}\.tmp$/;

/** The file that a temporary file was to become, and the process that wrote it; undefined for another name. */
export function readTemporaryName(name: string): { readonly of: string; readonly processId: number } | undefined {
  const [, of, processId] = TEMPORARY.exec(name) ?? [];
  return of === undefined ? undefined : { of, processId: Number(processId) };
}
