import { getHeapStatistics } from 'node:v8';
import { DecodeError } from '@adjoint/core';
import type { Format } from './formats.ts';
import { belowFrom, mutate } from './mutate.ts';

/** How many mutated files were read and refused. */
export interface Tally {
  readonly read: number;
  readonly refused: number;
  /** bytes that a single file took at most beside 4 times its own */
  readonly mostMemory: number;
}

const BOUND = 64 * 2 ** 20;
const SLACK = 2 ** 22; // what happens to be allocated beside

/**
 * Reads so many mutated files of a format: each must be read or refused with a DecodeError, and may not allocate more than 64 MiB and 4 times
 * itself. Throws an error that holds the file when one does not.
 */
export function checkMutated({ files, decode }: Format, runs: number, seed: number): Tally {
  const below = belowFrom(seed);
  let read = 0;
  let mostMemory = 0;
  for (let run = 0; run < runs; run += 1) {
    const file = mutate(files[below(files.length)]!, below);
    const before = allocated();
    const outcome = attempted(decode, file);
    const memory = allocated() - before - 4 * file.length;
    mostMemory = Math.max(mostMemory, memory);
    if (memory > BOUND + SLACK) throw failure(file, `took ${memory} bytes beside 4 times its ${file.length}`);
    if (outcome._tag === 'Right') read += 1;
    else if (!(outcome.left instanceof DecodeError)) throw failure(file, String(outcome.left));
  }
  return { read, refused: runs - read, mostMemory };
}

function attempted(decode: Format['decode'], file: Uint8Array): ReturnType<Format['decode']> {
  try {
    return decode(file);
  } catch (error) {
    throw failure(file, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

const failure = (file: Uint8Array, what: string): Error => new Error(`${what}\nthe file: ${Buffer.from(file).toString('base64')}`);

function allocated(): number {
  const { external_memory: outside, used_heap_size: inside } = getHeapStatistics();
  return outside + inside;
}
