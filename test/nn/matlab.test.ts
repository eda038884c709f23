import { readFileSync } from 'node:fs';
import { deflateRawSync, deflateSync } from 'node:zlib';
import { DecodeError } from '@adjoint/core';
import { decodeMatlab, type NumericArray } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const expected = JSON.parse(Buffer.from(fixture('matlab.json')).toString()) as Record<
  string,
  Record<string, { readonly rows: number; readonly columns: number; readonly values: readonly (number | string)[] }>
>;

function read(bytes: Uint8Array): ReadonlyMap<string, NumericArray> {
  const result = decodeMatlab(bytes, 'digits.mat');
  if (result._tag === 'Left') throw result.left;
  return result.right;
}
function refusal(bytes: Uint8Array): string {
  const result = decodeMatlab(bytes, 'digits.mat');
  if (result._tag === 'Right') throw new Error(`read ${[...result.right.keys()].join(', ')}`);
  expect(result.left).toBeInstanceOf(DecodeError);
  return result.left.message;
}

function expectDecoded(bytes: Uint8Array): void {
  const result = decodeMatlab(bytes, 'any.mat');
  if (result._tag === 'Left') expect(result.left).toBeInstanceOf(DecodeError);
}

/** What a MAT-file is made of, written here a second time and independently of the reader. */
interface Written {
  readonly name: string;
  readonly arrayClass?: number;
  readonly flags?: number;
  readonly storage: number;
  readonly sizes: readonly number[];
  readonly data: Uint8Array;
}
const joined = (...parts: Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
const words = (little: boolean, ...values: number[]): Uint8Array => {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  values.forEach((value, i) => view.setInt32(4 * i, value | 0, little));
  return new Uint8Array(view.buffer);
};
const element = (little: boolean, type: number, data: Uint8Array): Uint8Array =>
  data.length > 0 && data.length <= 4
    ? joined(words(little, (data.length << 16) | type), data, new Uint8Array(4 - data.length))
    : joined(words(little, type, data.length), data, new Uint8Array(-data.length & 7));
const matrixElement = (little: boolean, { name, arrayClass = 6, flags = 0, storage, sizes, data }: Written): Uint8Array =>
  element(
    little,
    14,
    joined(
      element(little, 6, words(little, (flags << 8) | arrayClass, 0)),
      element(little, 5, words(little, ...sizes)),
      element(little, 1, Buffer.from(name)),
      element(little, storage, data),
    ),
  );
const header = (little: boolean): Uint8Array => joined(Buffer.from('by a test'.padEnd(124)), little ? Uint8Array.of(0, 1, 0x49, 0x4d) : Uint8Array.of(1, 0, 0x4d, 0x49));
const matFile = (...elements: Uint8Array[]): Uint8Array => joined(header(true), ...elements);
const compressed = (data: Uint8Array, little = true): Uint8Array => {
  const packed = deflateSync(data);
  return joined(words(little, 15, packed.length), packed);
};
const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values);
const small: Written = { name: 'x', storage: 2, sizes: [2, 2], data: bytesOf(1, 2, 3, 4) };

describe.each(Object.entries(expected))('%s', (name, variables) => {
  test('is read as SciPy reads it', () => {
    const arrays = Object.entries(variables).map(([key, { rows, columns, values }]) => [key, { rows, columns, values: Float64Array.from(values, Number) }]);
    expect([...read(fixture(name))]).toEqual(arrays);
  });
});

test('text, cells, structs and sparse matrices are skipped', () => {
  const text = Buffer.from(fixture('scipy-plain.mat')).toString('latin1');
  for (const name of ['text', 'cell', 'struct', 'sparse']) {
    expect(text).toContain(name);
    expect(read(fixture('scipy-plain.mat')).has(name)).toBe(false);
  }
});

test('columns are stored one after the other', () => {
  const data = bytesOf(1, 2, 3, 4, 5, 6);
  expect(read(matFile(matrixElement(true, { ...small, sizes: [2, 3], data }))).get('x')).toEqual({ rows: 2, columns: 3, values: Float64Array.of(1, 3, 5, 2, 4, 6) });
});

const storages = [
  { storage: 1, write: (view: DataView, value: number) => view.setInt8(0, value), bytes: 1, low: -128, high: 127 },
  { storage: 2, write: (view: DataView, value: number) => view.setUint8(0, value), bytes: 1, low: 0, high: 255 },
  { storage: 3, write: (view: DataView, value: number, little: boolean) => view.setInt16(0, value, little), bytes: 2, low: -32768, high: 32767 },
  { storage: 4, write: (view: DataView, value: number, little: boolean) => view.setUint16(0, value, little), bytes: 2, low: 0, high: 65535 },
  { storage: 5, write: (view: DataView, value: number, little: boolean) => view.setInt32(0, value, little), bytes: 4, low: -(2 ** 31), high: 2 ** 31 - 1 },
  { storage: 6, write: (view: DataView, value: number, little: boolean) => view.setUint32(0, value, little), bytes: 4, low: 0, high: 2 ** 32 - 1 },
  { storage: 7, write: (view: DataView, value: number, little: boolean) => view.setFloat32(0, value, little), bytes: 4, low: -(2 ** 24), high: 2 ** 24 },
  { storage: 9, write: (view: DataView, value: number, little: boolean) => view.setFloat64(0, value, little), bytes: 8, low: -(2 ** 53), high: 2 ** 53 },
  { storage: 12, write: (view: DataView, value: number, little: boolean) => view.setBigInt64(0, BigInt(value), little), bytes: 8, low: -(2 ** 53), high: 2 ** 53 },
  { storage: 13, write: (view: DataView, value: number, little: boolean) => view.setBigUint64(0, BigInt(value), little), bytes: 8, low: 0, high: 2 ** 53 },
];
const anyMatrix = fc
  .record({
    rows: fc.integer({ min: 0, max: 5 }),
    columns: fc.integer({ min: 0, max: 5 }),
    kind: fc.constantFrom(...storages),
    little: fc.boolean(),
    packed: fc.boolean(),
    arrayClass: fc.integer({ min: 6, max: 15 }),
    name: fc.stringMatching(/^[a-z_]{1,12}$/),
  })
  .chain((shape) => {
    const { low, high } = shape.kind;
    const value = fc.oneof(fc.constantFrom(low, high, 0, 1), fc.nat({ max: 255 }).map((n) => Math.min(n, high)));
    const count = shape.rows * shape.columns;
    return fc.record({ shape: fc.constant(shape), values: fc.array(value, { minLength: count, maxLength: count }) });
  });

test('whatever the class, storage, byte order and compression, the numbers are those that were stored', () => {
  const holds = ({ shape: { rows, columns, kind, little, packed, arrayClass, name }, values }: typeof anyMatrix extends fc.Arbitrary<infer A> ? A : never) => {
    const data = new Uint8Array(values.length * kind.bytes);
    for (let j = 0; j < columns; j += 1) {
      for (let i = 0; i < rows; i += 1) kind.write(new DataView(data.buffer, (j * rows + i) * kind.bytes, kind.bytes), values[i * columns + j]!, little);
    }
    const plain = matrixElement(little, { name, arrayClass, storage: kind.storage, sizes: [rows, columns], data });
    const file = joined(header(little), packed ? compressed(plain, little) : plain);
    expect([...read(file)]).toEqual([[name, { rows, columns, values: Float64Array.from(values) }]]);
  };
  fc.assert(fc.property(anyMatrix, holds), { numRuns: 1000 });
});

const changes = (bytes: Uint8Array): Uint8Array[] =>
  [...bytes].flatMap((byte, at) => Array.from({ length: 255 }, (_, i) => bytes.with(at, (byte + i + 1) & 0xff)));

describe('a damaged file', () => {
  const plain = matFile(matrixElement(true, small), matrixElement(true, { ...small, name: 'a long name', data: bytesOf(5, 6, 7, 8) }));
  const parts = [matrixElement(true, { ...small, storage: 9, data: new Uint8Array(32) }), matrixElement(true, { ...small, name: 'y' })].map((part) => compressed(part));
  const packed = matFile(...parts);
  test.each([
    ['plain', plain],
    ['compressed', packed],
    ['from SciPy', fixture('scipy-plain.mat')],
    ['big endian', fixture('hand-big-endian.mat')],
  ])('(%s) gives a beginning of its variables or is refused when it is cut', (_, file) => {
    const whole = [...read(file)];
    for (let length = 0; length < file.length; length += 1) {
      const result = decodeMatlab(file.subarray(0, length), 'cut');
      if (result._tag === 'Right') expect([...result.right]).toEqual(whole.slice(0, result.right.size));
      else expect(result.left).toBeInstanceOf(DecodeError);
    }
  });
  test('is read or refused, never another exception, when a byte is another', () => {
    for (const changed of changes(plain.subarray(116))) expectDecoded(joined(plain.subarray(0, 116), changed));
  });
  test.each(['scipy-plain.mat', 'hand-big-endian.mat'])('(%s) is read or refused, never another exception, when a bit is another', (name) => {
    const file = fixture(name);
    for (let at = 116; at < file.length; at += 1) for (const bit of [1, 2, 16, 128]) expectDecoded(file.with(at, file[at]! ^ bit));
  });
  test('gives the same numbers or is refused when a compressed bit is another', () => {
    const tiny = compressed(matrixElement(true, { ...small, sizes: [1, 1], data: bytesOf(7) }));
    const right = read(matFile(tiny));
    for (let bit = 0; bit < tiny.length * 8; bit += 1) {
      const result = decodeMatlab(matFile(tiny.with(bit >> 3, tiny[bit >> 3]! ^ (1 << (bit & 7)))), 'changed');
      if (result._tag === 'Right') expect(result.right).toEqual(right);
      else expect(result.left).toBeInstanceOf(DecodeError);
    }
  });
  test('is refused when bytes follow', () => {
    for (const file of [plain, packed]) for (const more of [1, 7, 8, 64]) refusal(joined(file, new Uint8Array(more)));
  });
});

describe('a message names file, byte, what was expected and what was found', () => {
  const matrixOf = (change: Partial<Written>): Uint8Array => matFile(matrixElement(true, { ...small, ...change }));
  const zeros = (count: number): Uint8Array => new Uint8Array(count);
  test.each([
    ['a short file', zeros(100), 'digits.mat: byte 100: expected a MATLAB v5 header (128 bytes), found the end of the file'],
    ['another format', zeros(128), `digits.mat: byte 126: expected the byte order of a MATLAB v5 file ('IM' or 'MI'), found "\\u0000\\u0000"`],
    ['version 7.3', header(true).with(125, 2), 'digits.mat: byte 124: expected version 0x0100 (MATLAB 5 to 7; save with -v7), found 0x0200'],
    ['half a tag', matFile(zeros(4)), 'digits.mat: byte 128: expected a data element (a tag of 8 bytes), found 4 bytes'],
    ['an unknown element', matFile(words(true, 99, 0)), 'digits.mat: byte 128: expected a matrix element (miMATRIX, 14), found type 99'],
    ['a size beyond the file', matFile(words(true, 14, -1)), 'digits.mat: byte 132: expected a size of at most the 0 bytes present, found 4294967295'],
    ['an unknown class', matrixOf({ arrayClass: 18 }), 'digits.mat: byte 144: expected an array class from 1 to 17, found 18'],
    ['complex numbers', matrixOf({ flags: 8 }), "digits.mat: byte 144: expected real numbers in variable 'x', found complex ones"],
    ['three dimensions', matrixOf({ sizes: [1, 2, 2] }), "digits.mat: byte 160: expected 2 dimensions in variable 'x', found 3"],
    ['a negative size', matrixOf({ sizes: [-2, -2] }), "digits.mat: byte 160: expected sizes of at least 0 in variable 'x', found -2x-2"],
    ['sizes beyond the data', matrixOf({ sizes: [2 ** 30, 2 ** 30] }), "digits.mat: byte 176: expected 1152921504606847000 bytes for 1073741824x1073741824 numbers in variable 'x', found 4"],
    ['text where numbers belong', matrixOf({ storage: 16 }), "digits.mat: byte 176: expected numbers in variable 'x', found type 16"],
    ['a long name', matrixOf({ name: 'n'.repeat(256) }), 'digits.mat: byte 176: expected a variable name of at most 255 bytes, found 256 bytes'],
    ['a strange name', matrixOf({ name: 'é' }), 'digits.mat: byte 172: expected a variable name in ASCII, found "Ã©"'],
    ['a small element that is too large', matFile(element(true, 14, words(true, (8 << 16) | 6, 0))), 'digits.mat: byte 136: expected a small data element of at most 4 bytes, found 8 bytes'],
    ['the same name twice', matFile(matrixElement(true, small), matrixElement(true, small)), "digits.mat: byte 184: expected each variable once, found 'x' again"],
    ['something else than zlib', matFile(words(true, 15, 16), zeros(16)), 'digits.mat: byte 136: expected intact zlib data, found another header'],
    ['compressed data in compressed data', matFile(compressed(compressed(zeros(8)))), 'digits.mat: byte 136, inflated byte 0: expected a matrix element (miMATRIX, 14), found type 15'],
    ['next to nothing compressed', matFile(compressed(zeros(3))), 'digits.mat: byte 136, inflated byte 0: expected a data element (a tag of 8 bytes), found 3 bytes'],
    ['compressed data that end early', matFile(compressed(words(true, 14, 100, 1, 2))), 'digits.mat: byte 136: expected intact zlib data, found only 16 of the declared 108 bytes'],
    ['compressed data that go on', matFile(compressed(joined(matrixElement(true, small), zeros(8)))), 'digits.mat: byte 136: expected intact zlib data, found more than the declared 56 bytes'],
  ])('for %s', (_, bytes, message) => expect(refusal(bytes)).toBe(message));
  test.each([
    ['complex', "expected real numbers in variable 'z', found complex ones"],
    ['threeDimensional', "expected 2 dimensions in variable 'cube', found 3"],
    ['large', "expected integers within ±2^53 in variable 'big', found 9007199254740993"],
    ['largeUnsigned', "expected integers within ±2^53 in variable 'big', found 18446744073709551615"],
  ])('for what SciPy wrote: %s', (name, message) => expect(refusal(fixture(`scipy-${name}.mat`))).toContain(message));
});

describe('zlib data', () => {
  const wrapped = (packed: Uint8Array): Uint8Array => matFile(words(true, 15, packed.length), packed);
  const packed = deflateSync(matrixElement(true, small));
  test('with a wrong checksum are refused and say where', () => {
    expect(refusal(wrapped(packed.with(packed.length - 1, packed.at(-1)! ^ 1)))).toMatch(
      new RegExp(`^digits.mat: byte ${136 + packed.length - 4}: expected Adler-32 0x.* of the inflated data, found 0x`),
    );
  });
  test('with bytes before the checksum are refused', () => {
    const likeAnotherMember = joined(new Uint8Array(8), bytesOf(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3));
    for (const more of [bytesOf(0), new Uint8Array(20), likeAnotherMember]) {
      expect(refusal(wrapped(joined(packed.subarray(0, -4), more, packed.subarray(-4))))).toMatch(/found more bytes behind its end$/);
    }
  });
  test('without compression (stored blocks) are read', () => {
    const file = wrapped(deflateSync(matrixElement(true, { ...small, sizes: [300, 300], data: new Uint8Array(90000).fill(7) }), { level: 0 }));
    expect(read(file).get('x')?.values).toEqual(new Float64Array(90000).fill(7));
  });
  test('of fixed codes are read', () => {
    const fixed = deflateRawSync(matrixElement(true, small), { strategy: 4 });
    const file = wrapped(joined(bytesOf(0x78, 0x9c), fixed, packed.subarray(-4)));
    expect(read(file).size).toBe(1);
  });
});

describe('a bomb', () => {
  const zeros = (size: number): Uint8Array => joined(words(true, 14, size), new Uint8Array(size));
  test('that declares more than deflate can hold is refused', () => {
    expect(refusal(matFile(compressed(words(true, 14, -1))))).toMatch(/expected at most \d+ bytes inflated from \d+, found a declared size of 4294967303$/);
  });
  test('that honestly declares 80 MiB is refused', () => {
    expect(refusal(matFile(compressed(zeros(80 * 2 ** 20))))).toMatch(/expected at most 67\d+ bytes inflated from \d+, found a declared size of 83886088$/);
  });
  test('that declares little and holds much is refused without inflating it', () => {
    expect(refusal(matFile(compressed(joined(words(true, 14, 64), new Uint8Array(20 * 2 ** 20)))))).toMatch(/found more than the declared 72 bytes$/);
  });
  test('of many parts is refused as a whole', () => {
    const skipped = element(true, 14, joined(element(true, 6, words(true, 4, 0)), new Uint8Array(23 * 2 ** 20)));
    const part = compressed(skipped);
    expect(refusal(matFile(part, part, part))).toMatch(/expected at most \d+ bytes inflated from \d+, found a declared size of 24117272$/);
  });
});

test('any bytes after the header are read or refused, never another exception', () => {
  const start = fc.constantFrom(bytesOf(), words(true, 14, 48), words(true, 15, 40), joined(words(true, 15, 48), bytesOf(0x78, 0x9c)), words(true, 14, 48, 6, 8, 6, 0));
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 64 }), (first, rest) => expectDecoded(matFile(first, rest))),
    { numRuns: 5000 },
  );
});
