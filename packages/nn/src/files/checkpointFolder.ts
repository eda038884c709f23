import { setImmediate } from 'node:timers/promises';
import { ArgumentError } from '@adjoint/core';
import type { Keeper } from '../training/keeper.ts';
import type { Either } from '../either.ts';
import type { KeepOptions } from '../models/model.ts';
import { type Checkpoints, checkpoints } from './checkpoints.ts';
import { type FileSystem, fileSystem } from './fileSystem.ts';
import type { SaveError } from './saveError.ts';
import { catchSignals } from './signals.ts';

export interface CheckpointOptions extends KeepOptions {
  /** keeps one state of so many; the last is always kept */
  readonly every: number;
  /** told when a state could not be kept, and training goes on; thrown unless given */
  readonly onSaveError?: (error: SaveError) => void;
}

const TURN = 50; // milliseconds after which signals are looked for

/**
 * A folder that keeps the states of a training: give it to `train` or `fit` as `checkpoint`. It goes on from the newest state in the folder, if there
 * is one, and keeps the last two. SIGINT and SIGTERM finish the step, keep its state and end the training; the process then has the signal's exit
 * code. Iterating throws the DecodeError of a folder in which no state can be read, and SaveErrors unless they are taken.
 *
 *     fit({ ...options, checkpoint: checkpointFolder('run', { every: 100 }) })
 * @throws ArgumentError unless every is a whole number of at least 1
 */
export function checkpointFolder(folder: string, options: CheckpointOptions, files: FileSystem = fileSystem): Keeper {
  const { every } = options;
  if (!Number.isSafeInteger(every) || every < 1)
    throw new ArgumentError(
      `checkpointFolder: every must be a whole number of at least 1, got ${String(every)}. Write checkpointFolder('run', { every: 100 })`,
    );
  return { through: (start) => through(start, folder, options, files) };
}

async function* through<S>(
  start: (kept: S | undefined) => AsyncIterable<S>,
  folder: string,
  { every, onSaveError, ...options }: CheckpointOptions,
  files: FileSystem,
): AsyncGenerator<S, void, void> {
  const store = checkpoints<S>(folder, options, files);
  const found = valueOf(await store.newest());
  const signals = catchSignals();
  const keep = keeper(store, onSaveError);
  let count = 0;
  let turn = performance.now();
  let unkept: { readonly state: S } | undefined;
  try {
    for await (const state of start(found?.state)) {
      count += 1;
      if (performance.now() - turn > TURN) {
        await setImmediate();
        turn = performance.now();
      }
      const isDue = count % every === 0 || signals.arrived();
      if (isDue) await keep(state);
      unkept = isDue ? undefined : { state };
      yield state;
      if (signals.arrived()) break;
    }
  } catch (error) {
    unkept = undefined; // the last file stays the newest: what led here may be wrong
    throw error;
  } finally {
    if (unkept !== undefined) await keep(unkept.state);
    signals.release();
  }
}

const keeper =
  <S>(store: Checkpoints<S>, onSaveError: ((error: SaveError) => void) | undefined) =>
  async (state: S): Promise<void> => {
    const saved = await store.save(state)();
    if (saved._tag === 'Right') return;
    if (onSaveError === undefined) throw saved.left;
    onSaveError(saved.left);
  };

function valueOf<A>(result: Either<Error, A>): A {
  if (result._tag === 'Left') throw result.left;
  return result.right;
}
