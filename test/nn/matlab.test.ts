import { readFileSync } from 'node:fs';
import { DecodeError } from '@adjoint/core';
import { decodeMatlab, type NumericArray } from '@adjoint/nn';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readOrRefused, withoutStacks } from './data/outcomes.ts';
import { bytesOf, compressed, header, joined, matFile, matrixElement, words, type Written } from './matlabWriter.ts';

const fixture = (name: string): Uint8Array => new Uint8Array(readFileSync(new URL(`fixtures/${name}`, import.meta.url)));
const expected = JSON.parse(Buffer.from(fixture('matlab.json')).toString()) as Record<
  string,
  Record<string, { readonly rows: number; readonly columns: number; readonly values: readonly (number | string)[] }>
>;

/** The variables, their values as doubles. */
function read(bytes: Uint8Array): ReadonlyMap<string, NumericArray> {
  const result = decodeMatlab(bytes, 'digits.mat');
  if (result._tag === 'Left') throw result.left;
  return new Map(Array.from(result.right, ([name, array]) => [name, { ...array, values: Float64Array.from(array.values) }]));
}
function refusal(bytes: Uint8Array): string {
  const result = decodeMatlab(bytes, 'digits.mat');
  if (result._tag === 'Right') throw new Error(`read ${[...result.right.keys()].join(', ')}`);
  expect(result.left).toBeInstanceOf(DecodeError);
  return result.left.message;
}

const expectDecoded = (bytes: Uint8Array): unknown => withoutStacks(() => readOrRefused(decodeMatlab(bytes, 'any.mat')));

const small: Written = { name: 'x', storage: 2, sizes: [2, 2], data: bytesOf(1, 2, 3, 4) };

describe.each(Object.entries(expected))('%s', (name, variables) => {
  test('is read as SciPy reads it', () => {
    const arrays = Object.entries(variables).map(([key, { rows, columns, values }]) => [
      key,
      { rows, columns, values: Float64Array.from(values, Number) },
    ]);
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

test('values have the type in which the file stores them, whatever the class', () => {
  const types: readonly (readonly [string, unknown])[] = [
    ['x', Uint8Array],
    ['signed', Int8Array],
    ['shorts', Int16Array],
    ['unsignedShorts', Uint16Array],
    ['ints', Int32Array],
    ['unsignedInts', Uint32Array],
    ['singles', Float32Array],
    ['doubles', Float64Array],
    ['long', Float64Array],
    ['unsignedLong', Float64Array],
  ];
  const result = decodeMatlab(fixture('hand-big-endian.mat'), 'hand');
  if (result._tag === 'Left') throw result.left;
  expect(Array.from(result.right, ([name, { values }]) => [name, values.constructor])).toEqual(types);
});

test('columns are stored one after the other', () => {
  const data = bytesOf(1, 2, 3, 4, 5, 6);
  expect(read(matFile(matrixElement(true, { ...small, sizes: [2, 3], data }))).get('x')).toEqual({
    rows: 2,
    columns: 3,
    values: Float64Array.of(1, 3, 5, 2, 4, 6),
  });
});

const storages = [
  { storage: 1, write: (view: DataView, value: number) => view.setInt8(0, value), bytes: 1, low: -128, high: 127 },
  { storage: 2, write: (view: DataView, value: number) => view.setUint8(0, value), bytes: 1, low: 0, high: 255 },
  {
    storage: 3,
    write: (view: DataView, value: number, little: boolean) => view.setInt16(0, value, little),
    bytes: 2,
    low: -32768,
    high: 32767,
  },
  {
    storage: 4,
    write: (view: DataView, value: number, little: boolean) => view.setUint16(0, value, little),
    bytes: 2,
    low: 0,
    high: 65535,
  },
  {
    storage: 5,
    write: (view: DataView, value: number, little: boolean) => view.setInt32(0, value, little),
    bytes: 4,
    low: -(2 ** 31),
    high: 2 ** 31 - 1,
  },
  {
    storage: 6,
    write: (view: DataView, value: number, little: boolean) => view.setUint32(0, value, little),
    bytes: 4,
    low: 0,
    high: 2 ** 32 - 1,
  },
  {
    storage: 7,
    write: (view: DataView, value: number, little: boolean) => view.setFloat32(0, value, little),
    bytes: 4,
    low: -(2 ** 24),
    high: 2 ** 24,
  },
  {
    storage: 9,
    write: (view: DataView, value: number, little: boolean) => view.setFloat64(0, value, little),
    bytes: 8,
    low: -(2 ** 53),
    high: 2 ** 53,
  },
  {
    storage: 12,
    write: (view: DataView, value: number, little: boolean) => view.setBigInt64(0, BigInt(value), little),
    bytes: 8,
    low: -(2 ** 53),
    high: 2 ** 53,
  },
  {
    storage: 13,
    write: (view: DataView, value: number, little: boolean) => view.setBigUint64(0, BigInt(value), little),
    bytes: 8,
    low: 0,
    high: 2 ** 53,
  },
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
    const value = fc.oneof(
      fc.constantFrom(low, high, 0, 1),
      fc.nat({ max: 255 }).map((n) => Math.min(n, high)),
    );
    const count = shape.rows * shape.columns;
    return fc.record({ shape: fc.constant(shape), values: fc.array(value, { minLength: count, maxLength: count }) });
  });

test('whatever the class, storage, byte order and compression, the numbers are those that were stored', () => {
  const holds = ({
    shape: { rows, columns, kind, little, packed, arrayClass, name },
    values,
  }: typeof anyMatrix extends fc.Arbitrary<infer A> ? A : never) => {
    const data = new Uint8Array(values.length * kind.bytes);
    for (let j = 0; j < columns; j += 1) {
      for (let i = 0; i < rows; i += 1)
        kind.write(new DataView(data.buffer, (j * rows + i) * kind.bytes, kind.bytes), values[i * columns + j]!, little);
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
  const parts = [matrixElement(true, { ...small, storage: 9, data: new Uint8Array(32) }), matrixElement(true, { ...small, name: 'y' })].map(
    (part) => compressed(part),
  );
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
      if (result._tag === 'Right') expect([...read(file.subarray(0, length))]).toEqual(whole.slice(0, result.right.size));
      else expect(result.left).toBeInstanceOf(DecodeError);
    }
  });
  test('is read or refused, never another exception, when a byte is another', () => {
    for (const changed of changes(plain.subarray(116))) expectDecoded(joined(plain.subarray(0, 116), changed));
  });
  test.each(['scipy-plain.mat', 'hand-big-endian.mat'])(
    '(%s) is read or refused, never another exception, when a bit is another',
    (name) => {
      const file = fixture(name);
      for (let at = 116; at < file.length; at += 1) for (const bit of [1, 2, 16, 128]) expectDecoded(file.with(at, file[at]! ^ bit));
    },
  );
  test('gives the same numbers or is refused when a compressed bit is another', () => {
    const tiny = compressed(matrixElement(true, { ...small, sizes: [1, 1], data: bytesOf(7) }));
    expect([...read(matFile(tiny)).keys()]).toEqual(['x']);
    for (let bit = 0; bit < tiny.length * 8; bit += 1) {
      const result = decodeMatlab(matFile(tiny.with(bit >> 3, tiny[bit >> 3]! ^ (1 << (bit & 7)))), 'changed');
      if (result._tag === 'Right') expect(result.right.get('x')?.values).toEqual(Uint8Array.of(7));
      else expect(result.left).toBeInstanceOf(DecodeError);
    }
  });
  test('is refused when bytes follow', () => {
    for (const file of [plain, packed]) for (const more of [1, 7, 8, 64]) refusal(joined(file, new Uint8Array(more)));
  });
});

test('any bytes after the header are read or refused, never another exception', () => {
  const start = fc.constantFrom(
    bytesOf(),
    words(true, 14, 48),
    words(true, 15, 40),
    joined(words(true, 15, 48), bytesOf(0x78, 0x9c)),
    words(true, 14, 48, 6, 8, 6, 0),
  );
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 64 }), (first, rest) => {
      expectDecoded(matFile(first, rest));
    }),
    { numRuns: 5000 },
  );
});
