import { type NumberType, numberTypes } from './numberType.ts';
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

/** Storage types by number (MAT-File Format, table 1-1). MATLAB stores an array in the smallest type that holds its values, whatever its class. */
export const storages: ReadonlyMap<number, NumberType> = new Map([
  [1, numberTypes.int8],
  [2, numberTypes.uint8],
  [3, numberTypes.int16],
  [4, numberTypes.uint16],
  [5, numberTypes.int32],
  [6, numberTypes.uint32],
  [7, numberTypes.float32],
  [9, numberTypes.float64],
  [12, numberTypes.int64],
  [13, numberTypes.uint64],
]);
