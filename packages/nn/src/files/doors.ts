import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Branch, DecodeError, Mat, Tree } from '@adjoint/core';
import { type CsvOptions, type CsvTable, decodeCsv } from '../data/csv.ts';
import { csvBatches } from '../data/csvBatches.ts';
import { decodeIdx } from '../data/idx.ts';
import { decodeMatlab } from '../data/matlab.ts';
import type { NumericArray } from '../data/matlabMatrix.ts';
import type { NdArray } from '../data/ndArray.ts';
import { decodeNpy } from '../data/npy.ts';
import { decodeNpz } from '../data/npz.ts';
import { npyRows, type NpyRows } from '../data/npyRows.ts';
import { decodeSafetensors, type Safetensors } from '../data/safetensors.ts';
import { left, right, type TaskEither } from '../either.ts';
import { decodeModel, encodeModel, type KeepOptions, type ReadOptions } from '../models/model.ts';
import { readWith, unreadable } from './readBytes.ts';
import type { SaveError } from './saveError.ts';
import { writeBytes } from './writeBytes.ts';

// Each reads a file and hands its bytes to the decoder of the same name.

export const readIdx = (path: string): TaskEither<DecodeError, NdArray> => readWith(path, decodeIdx);
export const readMatlab = (path: string): TaskEither<DecodeError, ReadonlyMap<string, NumericArray>> => readWith(path, decodeMatlab);
export const readNpy = (path: string): TaskEither<DecodeError, NdArray> => readWith(path, decodeNpy);
export const readNpz = (path: string): TaskEither<DecodeError, ReadonlyMap<string, NdArray>> => readWith(path, decodeNpz);
export const readSafetensors = (path: string): TaskEither<DecodeError, Safetensors> => readWith(path, decodeSafetensors);
export const readCsv = (path: string, options?: CsvOptions): TaskEither<DecodeError, CsvTable> =>
  readWith(path, (bytes, source) => decodeCsv(bytes, source, options));

/** Keeps the parameters of a model in a file, whole or not at all. @throws ArgumentError as encodeModel */
export function saveModel<P extends Tree | Branch<P>>(path: string, parameters: P, options?: KeepOptions): TaskEither<SaveError, void> {
  return writeBytes(path, encodeModel(parameters, options));
}
/** The parameters in a file that `saveModel` wrote: a tree like `like`. */
export const loadModel = <P extends Tree | Branch<P>>(path: string, like: P, options?: ReadOptions): TaskEither<DecodeError, P> =>
  readWith(path, (bytes, source) => decodeModel(bytes, source, like, options));

/** An open .npy file, whose rows are read on demand. */
export interface NpyFile extends NpyRows {
  readonly close: () => Promise<void>;
}

/** Opens an .npy file that may be larger than memory: `npyBatches(file, 100)` gives its batches. Close it when done. */
export const openNpy =
  (path: string): TaskEither<DecodeError, NpyFile> =>
  async () => {
    let file: FileHandle | undefined;
    try {
      file = await open(path, 'r');
      const opened = file;
      const rows = await npyRows({ size: (await opened.stat()).size, read: readerOf(opened) }, path)();
      if (rows._tag === 'Right') return right({ ...rows.right, close: () => opened.close() });
      await opened.close();
      return rows;
    } catch (error) {
      await file?.close();
      return left(unreadable(path, error));
    }
  };

const readerOf =
  (file: FileHandle) =>
  async (from: number, to: number): Promise<Uint8Array> => {
    const { buffer, bytesRead } = await file.read(new Uint8Array(to - from), 0, to - from, from);
    return buffer.subarray(0, bytesRead);
  };

/** Batches of a CSV file that may be larger than memory; see `csvBatches`. Throws DecodeErrors, also when the file cannot be read. */
export async function* readCsvBatches(path: string, rows: number, options?: CsvOptions): AsyncGenerator<Mat, void, void> {
  const pieces = createReadStream(path);
  const opened = new Promise<void>((resolve, reject) => pieces.once('open', () => resolve()).once('error', reject));
  try {
    await opened;
  } catch (error) {
    throw unreadable(path, error);
  }
  yield* csvBatches(pieces, path, rows, options);
}
