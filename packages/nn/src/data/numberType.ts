import type { Numbers } from './ndArray.ts';
import { refusal, type Section } from './section.ts';

/** How numbers of one type lie in a file. */
export interface NumberType {
  /** bytes of a number in the file */
  readonly bytes: number;
  /** bytes of memory that a number takes beside the file's own, when reading may write over these */
  readonly beside: number;
  /** Reads `count` numbers at `from`, which are there. @throws DecodeError on a value that is none of the type, or no exact double */
  readonly read: (file: Section, from: number, count: number, littleEndian: boolean) => Numbers;
}

const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

/** The bytes of `count` numbers at the start of a buffer of their own, in the order of this machine. */
function ordered({ bytes, owned }: Section, from: number, count: number, size: number, littleEndian: boolean): ArrayBuffer {
  const length = count * size;
  const own = owned && bytes.byteOffset === 0 && bytes.buffer instanceof ArrayBuffer;
  const copy = own ? bytes.copyWithin(0, from, from + length) : bytes.slice(from, from + length);
  if (littleEndian !== hostIsLittleEndian) reverseEach(copy, length, size);
  return copy.buffer as ArrayBuffer;
}

function reverseEach(bytes: Uint8Array, length: number, size: number): void {
  for (let at = 0; at < length; at += size) {
    for (let low = at, high = at + size - 1; low < high; low += 1, high -= 1) {
      const moved = bytes[low]!;
      bytes[low] = bytes[high]!;
      bytes[high] = moved;
    }
  }
}

const plain = (bytes: number, over: (buffer: ArrayBuffer, count: number) => Numbers): NumberType => ({
  bytes,
  beside: 0,
  read: (file, from, count, littleEndian) => over(ordered(file, from, count, bytes, littleEndian), count),
});

const LARGEST = 2n ** 53n;

/** Whole numbers of 64 bits: doubles in the same buffer. */
const wide = (over: (buffer: ArrayBuffer, count: number) => BigInt64Array | BigUint64Array): NumberType => ({
  bytes: 8,
  beside: 0,
  read: (file, from, count, littleEndian) => {
    const buffer = ordered(file, from, count, 8, littleEndian);
    const whole = over(buffer, count);
    const values = new Float64Array(buffer, 0, count);
    for (let i = 0; i < count; i += 1) {
      const value = whole[i]!;
      if (value > LARGEST || value < -LARGEST) throw refusal(file, from + 8 * i, 'integers within ±2^53', `${value}`);
      values[i] = Number(value);
    }
    return values;
  },
});

/** Numbers of 16 bits that no typed array has: singles, made from their bits. */
const short = (valueOf: (bits: number) => number): NumberType => ({
  bytes: 2,
  beside: 4,
  read: ({ view }, from, count, littleEndian) => {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i += 1) values[i] = valueOf(view.getUint16(from + 2 * i, littleEndian));
    return values;
  },
});

/** IEEE 754 binary16 */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const single = new DataView(new ArrayBuffer(4));
/** bfloat16: the upper half of a single */
function upperHalf(bits: number): number {
  single.setUint32(0, bits * 65536);
  return single.getFloat32(0);
}

const boolean: NumberType = {
  bytes: 1,
  beside: 0,
  read: (file, from, count) => {
    const values = new Uint8Array(ordered(file, from, count, 1, hostIsLittleEndian), 0, count);
    const wrong = values.findIndex((value) => value > 1);
    if (wrong >= 0) throw refusal(file, from + wrong, 'a boolean, 0 or 1', `${values[wrong]}`);
    return values;
  },
};

type TypeName = `${'float' | 'int' | 'uint'}${16 | 32 | 64}` | 'int8' | 'uint8' | 'bfloat16' | 'boolean';

/** Every number type that the formats know. */
export const numberTypes: Readonly<Record<TypeName, NumberType>> = {
  boolean,
  uint8: plain(1, (buffer, count) => new Uint8Array(buffer, 0, count)),
  int8: plain(1, (buffer, count) => new Int8Array(buffer, 0, count)),
  uint16: plain(2, (buffer, count) => new Uint16Array(buffer, 0, count)),
  int16: plain(2, (buffer, count) => new Int16Array(buffer, 0, count)),
  uint32: plain(4, (buffer, count) => new Uint32Array(buffer, 0, count)),
  int32: plain(4, (buffer, count) => new Int32Array(buffer, 0, count)),
  uint64: wide((buffer, count) => new BigUint64Array(buffer, 0, count)),
  int64: wide((buffer, count) => new BigInt64Array(buffer, 0, count)),
  float16: short(half),
  bfloat16: short(upperHalf),
  float32: plain(4, (buffer, count) => new Float32Array(buffer, 0, count)),
  float64: plain(8, (buffer, count) => new Float64Array(buffer, 0, count)),
};

/** The bytes of numbers, little endian, as files of ours have them: a view where the machine stores them so, or else a copy. */
export function littleEndianBytes(values: Numbers): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  if (hostIsLittleEndian) return bytes;
  const copy = bytes.slice();
  reverseEach(copy, copy.length, values.BYTES_PER_ELEMENT);
  return copy;
}
