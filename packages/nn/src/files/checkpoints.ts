import { join } from 'node:path';
import type { DecodeError } from '@adjoint/core';
import { left, right, type TaskEither } from '../either.ts';
import type { KeepOptions } from '../models/model.ts';
import { decodeState, encodeState } from '../models/state.ts';
import { type FileSystem, fileSystem } from './fileSystem.ts';
import { readWith } from './readBytes.ts';
import { SaveError, type SaveStep } from './saveError.ts';
import { sweep } from './sweep.ts';
import { writeBytes } from './writeBytes.ts';

/** A state that was found in a folder. */
export interface Found<S> {
  readonly state: S;
  readonly path: string;
  /** newer files that could not be read, and why */
  readonly skipped: readonly DecodeError[];
}

/** Training states in a folder. */
export interface Checkpoints<S> {
  /** Keeps a state as the newest, and the one before it; answers the path of its file. @throws ArgumentError, when called, as encodeState */
  readonly save: (state: S) => TaskEither<SaveError, string>;
  /** The newest state that is whole; undefined when there is none at all. Left when there are files, but none can be read. */
  readonly newest: TaskEither<DecodeError, Found<S> | undefined>;
}

const KEPT = 2;
const NAME = /^checkpoint-(\d{8,15})\.safetensors$/;
const numberIn = (name: string): number | undefined => {
  const [, digits] = NAME.exec(name) ?? [];
  return digits === undefined ? undefined : Number(digits);
};
const nameOf = (number: number): string => `checkpoint-${String(number).padStart(8, '0')}.safetensors`;

/** Our files among these names, the newest first. */
const newestFirst = (names: readonly string[]): readonly string[] =>
  names.filter((name) => numberIn(name) !== undefined).sort((a, b) => numberIn(b)! - numberIn(a)!);

/**
 * Keeps the last two states in a folder, each in a file of its own (`checkpoint-00000001.safetensors`, counted on), written as a whole or not at all.
 * One process at a time may save there. Temporary files of processes that were killed are swept away.
 */
export function checkpoints<S>(folder: string, options: KeepOptions = {}, files: FileSystem = fileSystem): Checkpoints<S> {
  const unread = new Set<string>(); // names of files that could not be read: they do not count among the last two
  return {
    save: (state) => {
      const bytes = encodeState(state, options);
      return () => saved(folder, bytes, files, unread);
    },
    newest: async () => {
      const skipped: DecodeError[] = [];
      for (const name of newestFirst(await files.list(folder).catch(() => []))) {
        const path = join(folder, name);
        const read = await readWith(path, (found, source) => decodeState<S>(found, source, options), files)();
        if (read._tag === 'Left') unread.add(name);
        else unread.delete(name);
        if (read._tag === 'Right') return right({ state: read.right, path, skipped });
        skipped.push(read.left);
      }
      return skipped[0] === undefined ? right(undefined) : left(skipped[0]);
    },
  };
}

async function saved(folder: string, bytes: Uint8Array, files: FileSystem, unread: Set<string>): ReturnType<TaskEither<SaveError, string>> {
  let step: SaveStep = 'make the folder';
  let path = folder;
  try {
    await files.makeFolder(folder);
    step = 'list the folder';
    const names = await files.list(folder);
    const found = newestFirst(names);
    const name = nameOf(1 + (numberIn(found[0] ?? '') ?? 0));
    path = join(folder, name);
    unread.delete(name);
    const written = await writeBytes(path, bytes, files)();
    if (written._tag === 'Left') return written;
    step = 'remove';
    const oldest = found.filter((other) => !unread.has(other))[KEPT - 2]; // of those that stay
    const older = oldest === undefined ? [] : found.slice(found.indexOf(oldest) + 1);
    for (const other of older) await files.remove(join(folder, other));
    await sweep(folder, names, (other) => numberIn(other) !== undefined, files);
    return right(path);
  } catch (error) {
    return left(new SaveError(path, step, error));
  }
}
