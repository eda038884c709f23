import { refusal, type Section } from './section.ts';

/** A section of a MAT-file: every number in it has the byte order of the file. */
export interface MatlabSection extends Section {
  readonly littleEndian: boolean;
}

/** One data element: its type (miINT8, ...) and where its data lie. */
export interface Element {
  readonly type: number;
  readonly at: number;
  readonly from: number;
  readonly to: number;
  /** where the next element of the same matrix starts, padding skipped */
  readonly next: number;
}

export const TAG = 8;
const SMALL = 4;

/** Reads the tag at `at` of an element that must end by `end`: the usual one of 8 bytes, or the small one with up to 4 bytes of data in it. */
export function readElement(file: MatlabSection, at: number, end: number): Element {
  if (end - at < TAG) throw refusal(file, at, 'a data element (a tag of 8 bytes)', end === at ? 'the end' : `${end - at} bytes`);
  const word = file.view.getUint32(at, file.littleEndian);
  const smallSize = word >>> 16;
  if (smallSize !== 0) {
    if (smallSize > SMALL) throw refusal(file, at, `a small data element of at most ${SMALL} bytes`, `${smallSize} bytes`);
    return { type: word & 0xffff, at, from: at + 4, to: at + 4 + smallSize, next: at + TAG };
  }
  const size = file.view.getUint32(at + 4, file.littleEndian);
  const from = at + TAG;
  if (size > end - from) throw refusal(file, at + 4, `a size of at most the ${end - from} bytes present`, `${size}`);
  return { type: word, at, from, to: from + size, next: Math.min(end, from + Math.ceil(size / 8) * 8) };
}

/** How numbers of one storage type lie in the file. */
export interface Storage {
  readonly bytes: number;
  readonly read: (view: DataView, at: number, littleEndian: boolean) => number;
  /** the same as an integer, where a double may not hold it */
  readonly readExactly?: (view: DataView, at: number, littleEndian: boolean) => bigint;
}

/** Storage types by number (MAT-File Format, table 1-1). MATLAB stores an array in the smallest type that holds its values, whatever its class. */
export const storages: ReadonlyMap<number, Storage> = new Map<number, Storage>([
  [1, { bytes: 1, read: (view, at) => view.getInt8(at) }],
  [2, { bytes: 1, read: (view, at) => view.getUint8(at) }],
  [3, { bytes: 2, read: (view, at, little) => view.getInt16(at, little) }],
  [4, { bytes: 2, read: (view, at, little) => view.getUint16(at, little) }],
  [5, { bytes: 4, read: (view, at, little) => view.getInt32(at, little) }],
  [6, { bytes: 4, read: (view, at, little) => view.getUint32(at, little) }],
  [7, { bytes: 4, read: (view, at, little) => view.getFloat32(at, little) }],
  [9, { bytes: 8, read: (view, at, little) => view.getFloat64(at, little) }],
  [12, wide((view, at, little) => view.getBigInt64(at, little))],
  [13, wide((view, at, little) => view.getBigUint64(at, little))],
]);

function wide(readExactly: NonNullable<Storage['readExactly']>): Storage {
  return { bytes: 8, readExactly, read: (view, at, little) => Number(readExactly(view, at, little)) };
}
